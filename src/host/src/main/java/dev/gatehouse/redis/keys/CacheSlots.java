package dev.gatehouse.redis.keys;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bounded map of slots that have been read. When it is full, it evicts some, but none of keys in use. Reading an evicted key again
 * costs one round trip.
 */
final class CacheSlots {

  private static final int SHARE_TO_GO = 64;

  private final int most;
  private final Predicate<String> inUse;
  private final Consumer<CacheSlot> gone;
  private final Map<String, CacheSlot> slots = new ConcurrentHashMap<>();
  /** Goes round, so that evictions are spread over all slots. */
  private Iterator<CacheSlot> hand = slots.values().iterator();
  /** So many puts evict nothing, after one that found all keys in use. */
  private int unsearched;

  /**
   * An empty map.
   *
   * @param most how many it holds, but for keys in use
   * @param inUse whether the key of this id is
   * @param gone told of every slot that has left it
   */
  CacheSlots(int most, Predicate<String> inUse, Consumer<CacheSlot> gone) {
    this.most = most;
    this.inUse = inUse;
    this.gone = gone;
  }

  @Nullable
  CacheSlot find(String id) {
    return slots.get(id);
  }

  /** Puts a slot that has been read, unless what is there was read later. */
  void put(CacheSlot slot) {
    if (slots.size() >= most) {
      makeRoom();
    }
    slots.compute(slot.id(), (same, known) -> {
      boolean later = known != null && known.readNanos() - slot.readNanos() > 0;
      CacheSlot loser = later ? slot : known;
      if (loser != null) {
        gone.accept(loser);
      }
      return later ? known : slot;
    });
  }

  void remove(String id) {
    CacheSlot removed = slots.remove(id);
    if (removed != null) {
      removed.drop();
      gone.accept(removed);
    }
  }

  /** Drops a slot but keeps it, as the trace of a key that existed. */
  void drop(String id) {
    CacheSlot slot = slots.get(id);
    if (slot != null) {
      slot.drop();
    }
  }

  void removeAll() {
    slots.keySet().forEach(this::remove);
  }

  int size() {
    return slots.size();
  }

  private synchronized void makeRoom() {
    if (unsearched > 0) {
      unsearched--;
      return;
    }
    int share = Math.max(1, most / SHARE_TO_GO);
    int go = share;
    for (int looks = slots.size(); go > 0 && looks > 0; looks--) {
      if (!hand.hasNext()) {
        hand = slots.values().iterator();
      }
      CacheSlot next = hand.hasNext() ? hand.next() : null;
      if (next != null && !inUse.test(next.id()) && slots.remove(next.id(), next)) {
        gone.accept(next);
        go--;
      }
    }
    unsearched = go == share ? share : 0;
  }
}
