package dev.gatehouse.redis.audit;

import dev.gatehouse.redis.RedisKeys;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a batch adds to the usage counters: fields and increments by the name of their hash, one hash for each key and day. */
final class UsageCounts {

  private final Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();

  UsageCounts(RedisKeys keys, String tenant, CallGroups groups) {
    for (CallGroups.Counted counted : groups.groups()) {
      CallGroup group = counted.group();
      if (group.keyId() != null) {
        String name = keys.usage(tenant, group.keyId(), LocalDate.ofEpochDay(group.day()));
        count(counts.computeIfAbsent(name, first -> new LinkedHashMap<>()), group, counted.calls());
      }
    }
  }

  private static void count(Map<String, Integer> fields, CallGroup group, int calls) {
    fields.merge("calls", calls, Integer::sum);
    if (group.served() != null) {
      fields.merge(group.use().kind() + ':' + group.served(), calls, Integer::sum);
    }
    if (group.isError()) {
      fields.merge("errors", calls, Integer::sum);
    }
  }

  /** The names of the hashes. */
  Set<String> names() {
    return counts.keySet();
  }

  /** Fields and increments of each hash, in the order of {@link #names()}. */
  Collection<Map<String, Integer>> increments() {
    return counts.values();
  }
}
