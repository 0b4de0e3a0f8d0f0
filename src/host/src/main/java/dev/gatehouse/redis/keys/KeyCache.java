package dev.gatehouse.redis.keys;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The key cache: keys that exist, a negative cache of ids that do not, and the keys that are being read. Pushes find a slot from the
 * moment that its key is asked for until it leaves the cache: while it is being read it is in a map of its own, from which nothing is
 * evicted, and it leaves that only after it has entered one of the other two. Pushes look there first, so they cannot miss a slot that
 * moves meanwhile.
 */
final class KeyCache {

  private final CacheSlots known;
  /** What does not exist, so that a dead key that is presented again and again costs nothing. */
  private final CacheSlots unknown;
  private final Map<String, CacheSlot> loading = new ConcurrentHashMap<>();
  private final DependencyIndex dependants = new DependencyIndex();

  /**
   * An empty cache.
   *
   * @param mostKnown how many keys it holds, but for those in use
   * @param mostUnknown how many ids that do not exist
   * @param inUse whether the key of an id is
   */
  KeyCache(int mostKnown, int mostUnknown, Predicate<String> inUse) {
    this.known = new CacheSlots(mostKnown, inUse, dependants::remove);
    this.unknown = new CacheSlots(mostUnknown, id -> false, none -> {});
  }

  /** What can be used without being read first, or null. */
  @Nullable
  CacheSlot usable(String id) {
    CacheSlot slot = usable(known, id);
    return slot == null ? usable(unknown, id) : slot;
  }

  private static @Nullable CacheSlot usable(CacheSlots slots, String id) {
    CacheSlot slot = slots.find(id);
    return slot != null && slot.isUsable() ? slot : null;
  }

  /** What was last read of a key that existed then, usable or not; null for none. */
  @Nullable
  CacheSlot known(String id) {
    return known.find(id);
  }

  /** Whether asking for the key would not be one more question to Redis, or the key was known to exist not long ago. */
  boolean knows(String id) {
    return known.find(id) != null || usable(unknown, id) != null || loading.containsKey(id);
  }

  /** The slot that is being read for the fresh one's key; the fresh one itself when there was none. */
  CacheSlot join(CacheSlot fresh) {
    return loading.compute(fresh.id(), (same, other) -> other != null && other.isUsable() ? other : fresh);
  }

  /** The names of other records that it depends on; told before those are read. */
  void dependsOn(CacheSlot slot, Set<String> names) {
    dependants.add(slot, names);
  }

  /** Puts a slot that has been read where it is found from now on. */
  void place(CacheSlot slot) {
    if (slot.answer().exists()) {
      known.put(slot);
      unknown.remove(slot.id());
    } else {
      known.remove(slot.id());
      if (slot.isTracked()) {
        unknown.put(slot);
      }
      dependants.remove(slot);
    }
    loading.remove(slot.id(), slot);
  }

  /** It could not be read. */
  void abandon(CacheSlot slot) {
    loading.remove(slot.id(), slot);
    dependants.remove(slot);
  }

  /** The key's own record changed, and must be read again. The key still counts as known: an edit must not make it a stranger. */
  void changed(String id) {
    CacheSlot read = loading.get(id);
    if (read != null) {
      read.drop();
    }
    unknown.remove(id);
    known.drop(id);
  }

  /** Another record changed: which keys that concerns. */
  void changed(String name, Consumer<String> keyIds) {
    dependants.of(name).forEach(slot -> {
      slot.drop();
      keyIds.accept(slot.id());
    });
  }

  /** Everything is gone. */
  void clear() {
    loading.values().forEach(CacheSlot::drop);
    unknown.removeAll();
    known.removeAll();
  }

  /** How many other records the keys in it depend on. */
  int records() {
    return dependants.size();
  }
}
