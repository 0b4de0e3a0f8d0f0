package dev.gatehouse.redis.audit;

import dev.gatehouse.auth.Ledger.Entry;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.Script;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** A batch of one tenant's calls that ran: usage counters and audit entries, written by one Lua script. */
final class AccountBatch implements LedgerBatch {

  private static final Script ACCOUNT = Script.named("account.lua", "usage and audit");
  static final String USAGE_SECONDS = Long.toString(90L * 24 * 3600);

  private final int size;
  private final int weight;
  private final List<String> names = new ArrayList<>();
  private final List<String> args;

  /**
   * A batch.
   *
   * @param tenant whose
   * @param host tells this host from others
   * @param number tells this batch from others of the host
   * @param bounds how long and how many entries the stream keeps
   */
  AccountBatch(RedisKeys keys, String tenant, List<Entry> entries, String host, long number, AuditSize bounds) {
    size = entries.size();
    weight = entries.stream().mapToInt(Entry::weight).sum();
    CallGroups groups = new CallGroups(entries);
    UsageCounts usage = new UsageCounts(keys, tenant, groups);
    names.add(keys.audit(tenant));
    names.add(keys.batch(tenant, host));
    int firstUsage = names.size() + 1;
    names.addAll(usage.names());
    args = List.of(Long.toString(number), Long.toString(bounds.keepMillis()), Long.toString(bounds.mostEntries(tenant)), USAGE_SECONDS,
        AccountJson.write(usage, firstUsage, groups, entries));
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
  public Future<Rejected> write(RedisLink link) {
    return ACCOUNT.run(link, names, args).map(Rejected::of);
  }
}
