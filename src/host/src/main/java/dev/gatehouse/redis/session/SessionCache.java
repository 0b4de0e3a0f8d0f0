package dev.gatehouse.redis.session;

import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.redis.connection.TrackingEpoch;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache of session records, in number and in bytes. A record in it is true as long as Redis tells of changes. When it is full,
 * it evicts some that were not asked for lately (the CLOCK algorithm). Thread-safe.
 */
final class SessionCache {

  /** Of a record without subscriptions, in bytes of heap. */
  private static final long FOOTPRINT = 1024;
  private static final long FOOTPRINT_OF_SUBSCRIPTION = 128;
  private static final int SHARE_TO_GO = 64;
  private static final int STRIPES = 4096;

  private final int most;
  private final long mostBytes;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  /** How many changes were told; of a stripe of ids each, so that a read knows whether its own was among them. */
  private final AtomicLongArray changes = new AtomicLongArray(STRIPES);
  private volatile @Nullable TrackingEpoch epoch;
  private Iterator<Slot> hand = slots.values().iterator();

  private static final class Slot {

    private final SessionRecord session;
    private final TrackingEpoch epoch;
    private final long deadline;
    private final long bytes;
    private volatile boolean used;

    Slot(SessionRecord session, TrackingEpoch epoch, long deadline) {
      this.session = session;
      this.epoch = epoch;
      this.deadline = deadline;
      this.bytes = FOOTPRINT + session.subscribed().stream()
          .mapToLong(uri -> FOOTPRINT_OF_SUBSCRIPTION + uri.length()).sum();
    }

    boolean isTrue() {
      return epoch.isLive() && lives();
    }

    boolean lives() {
      return System.nanoTime() - deadline < 0;
    }
  }

  /**
   * What is known before a read; what is read may be kept if nothing was told since.
   *
   * @param epoch null while Redis tells of no changes
   */
  record Mark(@Nullable TrackingEpoch epoch, long changes) {
  }

  SessionCache(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  @Nullable
  SessionRecord find(String id) {
    Slot slot = slots.get(id);
    if (slot == null || !slot.isTrue()) {
      return null;
    }
    if (!slot.used) { // a write that most calls are spared
      slot.used = true;
    }
    return slot.session;
  }

  /** To be taken before a record is read. */
  Mark mark(String id) {
    return new Mark(epoch, changes.get(stripe(id)));
  }

  /**
   * Keeps a record that was read after the mark was taken, unless a change was told since.
   *
   * @param millis how long it lives at least
   */
  void put(SessionRecord session, Mark mark, long millis) {
    TrackingEpoch tracked = mark.epoch();
    if (tracked == null || !tracked.isLive()) {
      return;
    }
    Slot slot = new Slot(session, tracked, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    replace(session.id(), slot);
    // Only now, when a push finds the slot, does no push stay unseen.
    if (changes.get(stripe(session.id())) != mark.changes() && slots.remove(session.id(), slot)) {
      bytes.addAndGet(-slot.bytes);
    }
    if (slots.size() > most || bytes.get() > mostBytes) {
      makeRoom();
    }
  }

  private void replace(String id, Slot slot) {
    Slot before = slots.put(id, slot);
    bytes.addAndGet(slot.bytes - (before == null ? 0 : before.bytes));
  }

  /**
   * A record as it was when Redis last told of changes, for an outage.
   *
   * @param nanos how long ago that may be
   */
  @Nullable
  SessionRecord before(String id, long nanos) {
    Slot slot = slots.get(id);
    return slot != null && slot.lives() && System.nanoTime() - slot.epoch.heardNanos() < nanos ? slot.session : null;
  }

  /**
   * The record was changed.
   *
   * @return whether it was asked for lately
   */
  boolean changed(String id) {
    changes.incrementAndGet(stripe(id));
    Slot gone = slots.remove(id);
    if (gone != null) {
      bytes.addAndGet(-gone.bytes);
    }
    return gone != null && gone.used;
  }

  /** Redis tells of changes from now on, or, with null, no more. What was read before is good for an outage only. */
  void epoch(@Nullable TrackingEpoch now) {
    epoch = now;
  }

  /** All records may have changed. */
  void clear() {
    for (int i = 0; i < STRIPES; i++) {
      changes.incrementAndGet(i);
    }
    slots.keySet().forEach(this::changed);
  }

  private static int stripe(String id) {
    return (id.hashCode() & Integer.MAX_VALUE) % STRIPES;
  }

  int size() {
    return slots.size();
  }

  private synchronized void makeRoom() {
    int go = Math.max(1, most / SHARE_TO_GO);
    for (int looks = 2 * slots.size(); looks > 0 && (go > 0 || bytes.get() > mostBytes); looks--) {
      if (!hand.hasNext()) {
        hand = slots.values().iterator();
      }
      if (hand.hasNext() && goes(hand.next())) {
        go--;
      }
    }
  }

  private boolean goes(Slot slot) {
    if (slot.used) {
      slot.used = false;
      return false;
    }
    boolean gone = slots.remove(slot.session.id(), slot);
    if (gone) {
      bytes.addAndGet(-slot.bytes);
    }
    return gone;
  }
}
