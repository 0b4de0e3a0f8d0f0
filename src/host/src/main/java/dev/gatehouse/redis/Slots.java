package dev.gatehouse.redis;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** A bounded map of slots. When it is full, some go: reading one again costs a round trip and nothing else. */
final class Slots {

  private static final int SHARE_TO_GO = 64;

  private final int most;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();

  Slots(int most) {
    this.most = most;
  }

  Slot find(String keyId) {
    return slots.get(keyId);
  }

  /** The usable slot of the fresh one's key; the fresh one itself when there was none. */
  Slot join(Slot fresh) {
    makeRoom();
    return slots.compute(fresh.keyId(), (id, known) -> known != null && known.isUsable() ? known : fresh);
  }

  /** Puts a slot that has been read, unless what is there was read later. */
  void put(Slot slot) {
    makeRoom();
    slots.merge(slot.keyId(), slot, (known, fresh) -> known.readNanos() - fresh.readNanos() > 0 ? known : fresh);
  }

  void remove(Slot slot) {
    slots.remove(slot.keyId(), slot);
  }

  void remove(String keyId) {
    Slot gone = slots.remove(keyId);
    if (gone != null) {
      gone.drop();
    }
  }

  /** What it holds is not used any more, but stays as the trace of a key that there was. */
  void drop(String keyId) {
    Slot slot = slots.get(keyId);
    if (slot != null) {
      slot.drop();
    }
  }

  /** {@link #drop} for all that the test picks. */
  void dropIf(Predicate<Slot> which) {
    slots.values().forEach(slot -> {
      if (which.test(slot)) {
        slot.drop();
      }
    });
  }

  void removeIf(Predicate<Slot> which) {
    slots.values().removeIf(slot -> {
      boolean goes = which.test(slot);
      if (goes) {
        slot.drop();
      }
      return goes;
    });
  }

  private void makeRoom() {
    if (slots.size() < most) {
      return;
    }
    int go = Math.max(1, most / SHARE_TO_GO);
    Iterator<Slot> all = slots.values().iterator();
    while (go > 0 && all.hasNext()) {
      // A push has to find those that are being read.
      if (all.next().answer() != null) {
        all.remove();
        go--;
      }
    }
  }
}
