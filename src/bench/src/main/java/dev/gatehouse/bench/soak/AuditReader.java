package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what the host writes down, as it does so: the streams are trimmed. Then compares: each call that a caller saw answered has
 * exactly one entry, and each key's usage is the number of its entries.
 */
final class AuditReader {

  private static final String AT_ONCE = "5000";
  private static final int SHOWN = 10;
  private static final Set<String> RAN = Set.of("ok", "error", "cancelled", "asked", "failed");
  private static final List<String> TENANTS = List.of(Site.SWAPPED, Site.PLAIN, Site.RICH);

  private final RedisProcess redis;
  private final Tally tally;
  private final Map<String, String> last = new HashMap<>();
  /** By tenant, key, request and outcome: how many entries. */
  private final Map<String, Integer> entries = new HashMap<>();
  private final Map<String, Long> ranByKey = new HashMap<>();
  private long read;

  /**
   * Reads from here.
   *
   * @param tally what callers saw, to compare with
   */
  AuditReader(RedisProcess redis, Tally tally) {
    this.redis = redis;
    this.tally = tally;
  }

  /** Reads what is new; does nothing while Redis is away. */
  void look() {
    try (Redis connection = redis.connect()) {
      for (String tenant : TENANTS) {
        look(connection, tenant);
      }
    } catch (IOException e) {
      tally.count("looks at the audit that failed");
    }
  }

  private void look(Redis redis, String tenant) throws IOException {
    List<?> page;
    do {
      String from = last.containsKey(tenant) ? "(" + last.get(tenant) : "-";
      page = (List<?>) redis.ask("XRANGE", "mcp:audit:{" + tenant + "}", from, "+", "COUNT", AT_ONCE);
      for (Object entry : page) {
        List<?> pair = (List<?>) entry;
        take(tenant, (List<?>) pair.get(1));
        last.put(tenant, (String) pair.get(0));
      }
    } while (!page.isEmpty());
  }

  void take(String tenant, List<?> words) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      fields.put((String) words.get(i), (String) words.get(i + 1));
    }
    read++;
    if (RAN.contains(fields.get("outcome"))) {
      entries.merge(name(tenant, fields.get("key"), fields.get("request"), fields.get("outcome")), 1, Integer::sum);
      ranByKey.merge(tenant + ' ' + fields.get("key"), 1L, Long::sum);
    }
  }

  private static String name(String tenant, String key, String request, String outcome) {
    return tenant + ' ' + key + ' ' + request + ' ' + outcome;
  }

  /** How many calls that callers saw answered are not there yet. */
  long missing() {
    return tally.seen().entrySet().stream().filter(call -> !entries.containsKey(name(call))).count();
  }

  private static String name(Map.Entry<String, Tally.Seen> call) {
    return name(call.getValue().tenant(), call.getValue().keyId(), call.getKey(), call.getValue().outcome());
  }

  /** Compares calls with entries, and reports what differs. */
  void compareCalls() {
    Map<String, Integer> others = new HashMap<>(entries);
    for (Map.Entry<String, Tally.Seen> call : tally.seen().entrySet()) {
      int count = entries.getOrDefault(name(call), 0);
      others.remove(name(call));
      if (count != 1) {
        tally.fault("a call that was answered has " + (count == 0 ? "no" : "more than one") + " audit entry",
            count + " times " + name(call));
      }
    }
    System.out.printf("audit: %d entries read, %d calls answered, %d entries of calls whose answer nobody saw%n", read,
        tally.seen().size(), others.values().stream().mapToInt(Integer::intValue).sum());
    others.keySet().stream().limit(SHOWN).forEach(entry -> System.out.println("  " + entry));
  }

  /** Compares each key's usage with its entries, and reports what differs. */
  void compareUsage() throws IOException {
    long keys = 0;
    try (Redis connection = redis.connect()) {
      for (Map.Entry<String, Long> key : ranByKey.entrySet()) {
        String[] words = key.getKey().split(" ");
        long calls = calls(connection, "mcp:usage:{" + words[0] + "}:" + words[1] + ":*");
        keys++;
        if (calls != key.getValue()) {
          tally.fault("a key's usage is not the number of its audit entries", key + ", but usage says " + calls);
        }
      }
    }
    System.out.printf("usage: compared for %d keys%n", keys);
  }

  /** Over all days: a run may pass midnight. */
  private static long calls(Redis redis, String pattern) throws IOException {
    long calls = 0;
    for (Object name : (List<?>) redis.ask("KEYS", pattern)) {
      Object value = redis.ask("HGET", (String) name, "calls");
      calls += value == null ? 0 : Long.parseLong((String) value);
    }
    return calls;
  }
}
