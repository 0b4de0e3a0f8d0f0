package dev.gatehouse.redis.audit;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.Script;
import dev.gatehouse.redis.audit.DenialTally.Line;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch of one tenant's refusals: counters per day, written by one Lua script. */
final class DenialBatch implements LedgerBatch {

  private static final Script REFUSED = Script.named("refused.lua", "the count of refusals");
  private static final long DAY_SECONDS = 86_400;

  private final long refusals;
  private final List<String> names = new ArrayList<>();
  private final List<String> args = new ArrayList<>();

  /**
   * A batch.
   *
   * @param tenant whose keys, or null for those that are nobody's
   * @param host tells this host from others
   * @param number tells this batch from others of the host
   * @param keepMillis how long a day's refusals are kept after it
   */
  DenialBatch(RedisKeys keys, @Nullable String tenant, List<Line> lines, String host, long number, long keepMillis) {
    refusals = lines.stream().mapToLong(Line::count).sum();
    names.add(keys.batch(tenant, host));
    args.add(Long.toString(number));
    args.add(Long.toString(keepMillis / 1000 + DAY_SECONDS));
    args.add(AccountBatch.USAGE_SECONDS);
    Map<LocalDate, Integer> days = days(keys, tenant, lines);
    args.add(Integer.toString(days.size()));
    denied(keys, tenant, lines);
    lines.forEach(line -> add(line, days.getOrDefault(line.group().day(), 0)));
  }

  /** Two names a day; answers which is the first of them. */
  private Map<LocalDate, Integer> days(RedisKeys keys, @Nullable String tenant, List<Line> lines) {
    Map<LocalDate, Integer> days = new LinkedHashMap<>();
    for (Line line : lines) {
      days.computeIfAbsent(line.group().day(), day -> {
        names.add(keys.refused(tenant, day));
        names.add(keys.refused(tenant, day) + ":lines");
        return names.size() - 1;
      });
    }
    return days;
  }

  private void denied(RedisKeys keys, @Nullable String tenant, List<Line> lines) {
    Map<String, Long> denied = new LinkedHashMap<>();
    lines.stream().filter(line -> line.keyId() != null)
        .forEach(line -> denied.merge(keys.usage(requireNonNull(tenant), line.keyId(), line.group().day()), line.count(), Long::sum));
    args.add(Integer.toString(denied.size()));
    denied.forEach((name, by) -> {
      names.add(name);
      args.add(by.toString());
    });
  }

  private void add(Line line, int day) {
    args.add(Integer.toString(day));
    args.add(line.group().id());
    args.add(line.text());
    args.add(line.ofKey());
    args.add(line.ofAll());
    args.add(Long.toString(line.count()));
    args.add(time(line.first()));
    args.add(time(line.last()));
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  @Override
  public int entries() {
    return 0;
  }

  @Override
  public long refusals() {
    return refusals;
  }

  @Override
  public int weight() {
    return 0;
  }

  @Override
  public Future<Rejected> write(RedisLink link) {
    return REFUSED.run(link, names, args).map(Rejected::of);
  }
}
