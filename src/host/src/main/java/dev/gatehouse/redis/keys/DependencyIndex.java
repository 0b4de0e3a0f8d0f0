package dev.gatehouse.redis.keys;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Index of the slots by the role, owner or tenant that they depend on, so that a change of one invalidates only those. */
final class DependencyIndex {

  private final Map<String, Set<CacheSlot>> slots = new ConcurrentHashMap<>();

  /** Called before those records are read, so that a later change of them finds the slot. */
  void add(CacheSlot slot, Set<String> names) {
    slot.dependsOn(names);
    names.forEach(name -> slots.compute(name, (same, known) -> {
      Set<CacheSlot> all = known == null ? ConcurrentHashMap.newKeySet() : known;
      all.add(slot);
      return all;
    }));
  }

  /** The slot has left the cache. */
  void remove(CacheSlot slot) {
    slot.dependsOn().forEach(name -> slots.computeIfPresent(name, (same, all) -> {
      all.remove(slot);
      return all.isEmpty() ? null : all;
    }));
  }

  Set<CacheSlot> of(String name) {
    return slots.getOrDefault(name, Set.of());
  }

  /** How many records anything depends on. */
  int size() {
    return slots.size();
  }
}
