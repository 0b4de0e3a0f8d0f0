package dev.gatehouse.cli;

import dev.gatehouse.redis.report.KeyFilter;
import dev.gatehouse.redis.report.KeyRow;
import dev.gatehouse.redis.report.KeySearch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys}: lists keys. */
@Command(name = "keys", sortOptions = false, description = {
    "Lists keys: what each may do, whether the host lets it in now, when it was last used and when it ends. All conditions must hold.",
    "Up to 20000 keys are sorted by tenant, owner and id; beyond that they are printed in the order of the scan."})
final class KeysCommand extends ConfiguredCommand {

  private static final int SORTED = 20_000;

  @Option(names = "--tenant", paramLabel = "T", converter = TenantName.class, description = "Of this tenant.")
  private @Nullable String tenant;

  @Option(names = "--owner", paramLabel = "O", description = "Given to this owner.")
  private @Nullable String owner;

  @Option(names = "--search", paramLabel = "TEXT", description = "With this text in id, owner or name.")
  private @Nullable String text;

  @Option(names = "--status", paramLabel = "S", description = "Of this status: active, disabled, expired, pending, revoked, unreadable.")
  private KeyRow.@Nullable Status status;

  @Option(names = "--unused", paramLabel = "D", description = "Not used for so long, and made longer ago than that: 90d.")
  private @Nullable String unused;

  @Option(names = "--expiring", paramLabel = "D", description = "Ending within this time: 14d.")
  private @Nullable String expiring;

  @Option(names = "--older-than", paramLabel = "D", description = "Made longer ago than this: 90d.")
  private @Nullable String age;

  @Mixin
  private OutputOptions output;

  KeysCommand(Clock clock) {
    super(clock);
  }

  @Override
  public Integer call() throws Exception {
    Moments moments = new Moments(spec.commandLine(), clock);
    KeyFilter filter = new KeyFilter(tenant, owner, text, status, moments.ago("--unused", unused), moments.ahead("--expiring", expiring),
        moments.ago("--older-than", age));
    Listing listing = new Listing();
    long keys = RedisQuery.with(config, (link, names) -> new KeySearch(link, names, clock).each(filter,
        found -> link.vertx().executeBlocking(() -> {
          listing.take(found);
          return null;
        })));
    if (listing.end() == 0 && output.isTable()) {
      Say.line(spec, keys == 0 ? "there is no key" : "none of the " + keys + " keys matches");
    }
    return 0;
  }

  /** Writes the keys, sorted as long as they are few. */
  private final class Listing {

    private final Rows rows = output.isTable()
        ? output.rows("key", "tenant", "owner", "name", "status", "tools", "roles", "limits", "created", "lastUse", "expires")
        : output.rows("id", "tenant", "owner", "name", "status", "detail", "tools", "prompts", "resources", "roles", "rate", "toolRates",
            "quota", "concurrency", "ips", "created", "lastUse", "expires", "replaces", "line");
    private final List<KeyRow> waiting = new ArrayList<>();
    private long count;

    void take(List<KeyRow> found) {
      count += found.size();
      waiting.addAll(found);
      if (count > SORTED) {
        flush();
      }
    }

    private void flush() {
      waiting.sort(Comparator.comparing(KeyRow::tenant, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(KeyRow::owner, Comparator.nullsLast(Comparator.naturalOrder())).thenComparing(KeyRow::id));
      waiting.forEach(this::print);
      waiting.clear();
    }

    /** Answers how many there were. */
    long end() {
      flush();
      rows.end();
      return count;
    }

    private void print(KeyRow key) {
      Map<String, String> rights = key.rights();
      Map<String, String> limits = key.limits();
      if (output.isTable()) {
        rows.row(key.id(), key.tenant(), key.owner(), key.name(), key.status(), rights.get("tools"), rights.get("roles"), words(limits),
            day(key.created()), day(key.lastUse()), day(key.expires()));
      } else {
        rows.row(key.id(), key.tenant(), key.owner(), key.name(), key.status(), key.detail(), rights.get("tools"), rights.get("prompts"),
            rights.get("resources"), rights.get("roles"), limits.get("rate"), toolRates(limits), limits.get("quota"),
            limits.get("concurrency"), key.ips(), key.created(), key.lastUse(), key.expires(), key.replaces(), key.line());
      }
    }
  }

  private static String words(Map<String, String> limits) {
    return limits.entrySet().stream()
        .map(limit -> limit.getKey().equals("rate") ? limit.getValue() : limit.getKey() + ' ' + limit.getValue())
        .collect(Collectors.joining(", "));
  }

  private static @Nullable String toolRates(Map<String, String> limits) {
    String rates = limits.entrySet().stream().filter(limit -> limit.getKey().startsWith("rate."))
        .map(limit -> limit.getKey().substring("rate.".length()) + ' ' + limit.getValue()).collect(Collectors.joining(", "));
    return rates.isEmpty() ? null : rates;
  }

  private @Nullable String day(@Nullable Instant at) {
    if (at == null) {
      return null;
    }
    boolean near = Duration.between(at, clock.instant()).abs().compareTo(Duration.ofDays(2)) < 0;
    return near ? at.truncatedTo(ChronoUnit.MINUTES).toString().replaceFirst(":00Z$", "Z")
        : at.toString().substring(0, "2026-07-28".length());
  }
}
