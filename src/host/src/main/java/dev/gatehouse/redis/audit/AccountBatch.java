package dev.gatehouse.redis.audit;

import static dev.gatehouse.record.OneLine.word;

import dev.gatehouse.auth.Ledger.Entry;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.Script;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A batch of one tenant's calls that ran: usage counters and audit entries, written by one Lua script. */
final class AccountBatch implements LedgerBatch {

  private static final Script ACCOUNT = Script.named("account.lua", "usage and audit");
  static final String USAGE_SECONDS = Long.toString(90L * 24 * 3600);

  private final int size;
  private final int weight;
  private final List<String> names = new ArrayList<>();
  private final List<String> args = new ArrayList<>();

  /**
   * A batch.
   *
   * @param tenant whose
   * @param host tells this host from others
   * @param number tells this batch from others of the host
   * @param bounds how long and how many entries the stream keeps
   */
  AccountBatch(RedisKeys keys, String tenant, List<Entry> entries, String host, long number, AuditSize bounds) {
    this.size = entries.size();
    this.weight = entries.stream().mapToInt(Entry::weight).sum();
    names.add(keys.audit(tenant));
    names.add(keys.batch(tenant, host));
    args.add(Long.toString(number));
    args.add(Long.toString(bounds.keepMillis()));
    args.add(Long.toString(bounds.mostEntries(tenant)));
    args.add(USAGE_SECONDS);
    usage(keys, entries);
    entries.forEach(this::audit);
  }

  private void usage(RedisKeys keys, List<Entry> entries) {
    Map<String, Map<String, Integer>> used = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.keyId() != null) {
        LocalDate day = entry.at().atZone(ZoneOffset.UTC).toLocalDate();
        count(used.computeIfAbsent(keys.usage(Objects.requireNonNull(entry.tenant()), entry.keyId(), day), name -> new LinkedHashMap<>()),
            entry);
      }
    }
    args.add(Integer.toString(used.values().stream().mapToInt(Map::size).sum()));
    used.forEach((name, fields) -> {
      names.add(name);
      fields.forEach((field, by) -> {
        args.add(Integer.toString(names.size()));
        args.add(field);
        args.add(by.toString());
      });
    });
  }

  private static void count(Map<String, Integer> fields, Entry entry) {
    fields.merge("calls", 1, Integer::sum);
    if (entry.served() != null) {
      fields.merge(Objects.requireNonNull(entry.use()).kind() + ':' + entry.served(), 1, Integer::sum);
    }
    if (entry.outcome() == Outcome.ERROR || entry.outcome() == Outcome.FAILED) {
      fields.merge("errors", 1, Integer::sum);
    }
  }

  private void audit(Entry entry) {
    Use use = Objects.requireNonNull(entry.use());
    args.add(entry.at().truncatedTo(ChronoUnit.MILLIS).toString());
    args.add(word(entry.shownId()));
    args.add(word(entry.owner()));
    args.add(use.kind());
    args.add(word(entry.name()));
    args.add(entry.outcome().toString());
    args.add(word(entry.reason()));
    args.add(Long.toString(entry.millis()));
    args.add(word(entry.requestId()));
    args.add(word(entry.revision()));
    args.add(use.method());
  }

  @Override
  public int entries() {
    return size;
  }

  @Override
  public long refusals() {
    return 0;
  }

  @Override
  public int weight() {
    return weight;
  }

  @Override
  public Future<Refused> write(RedisLink link) {
    return ACCOUNT.run(link, names, args).map(Refused::of);
  }
}
