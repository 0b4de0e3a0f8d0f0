package dev.gatehouse.feature.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashed timer wheel (Varghese and Lauck) of one event loop: adding and cancelling a deadline takes constant time and sets no timer of
 * Vert.x, since all deadlines share one. It is coarse: a deadline passes up to {@value #TICK_MILLIS} ms late, and never early. The shared
 * timer is set only while the wheel holds something, for the first slot that does. Confined to the event loop's thread.
 */
public final class TimerWheel {

  /** The length of a tick, in milliseconds. */
  static final int TICK_MILLIS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);
  private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;
  /** One turn of the wheel takes about 8 s; a power of two. */
  private static final int SLOTS = 512;
  private static final long UNSET = Long.MAX_VALUE;

  private final LongSupplier nanos;
  private final Alarm alarm;
  private final long start;
  /** The first deadline of each slot: those due at this tick, or a whole number of turns later. */
  private final @Nullable Timeout[] slots = new Timeout[SLOTS];
  private int size;
  /** Every tick up to this one has been looked at. */
  private long passed;
  /** The tick that the alarm is set for. */
  private long alarmed = UNSET;

  /** The timer that a wheel shares among its deadlines. */
  interface Alarm {

    /** Calls {@link TimerWheel#turn} in so many milliseconds. Replaces what was set before. */
    void set(long millis);
  }

  /**
   * An empty wheel.
   *
   * @param nanos the clock, monotonic
   * @param alarm the shared timer
   */
  TimerWheel(LongSupplier nanos, Alarm alarm) {
    this.nanos = nanos;
    this.alarm = alarm;
    start = nanos.getAsLong();
  }

  /**
   * Adds a deadline.
   *
   * @param timeout what is due then; not in a wheel now
   * @param millis how long from now, at least 0
   */
  public void add(Timeout timeout, long millis) {
    long elapsed = nanos.getAsLong() - start;
    if (size++ == 0) {
      passed = elapsed / TICK_NANOS;
    }
    long due = (elapsed + millis * 1_000_000 + TICK_NANOS - 1) / TICK_NANOS;
    link(timeout, Math.max(passed + 1, due));
    if (timeout.due < alarmed) {
      set(timeout.due, elapsed);
    }
  }

  private void link(Timeout timeout, long due) {
    int slot = (int) (due & SLOTS - 1);
    Timeout first = slots[slot];
    timeout.due = due;
    timeout.next = first;
    if (first != null) {
      first.previous = timeout;
    }
    slots[slot] = timeout;
  }

  /** Takes a deadline away; does nothing when it has passed or was never added. */
  public void cancel(Timeout timeout) {
    if (timeout.due != 0) {
      unlink(timeout);
    }
  }

  private void unlink(Timeout timeout) {
    if (timeout.previous != null) {
      timeout.previous.next = timeout.next;
    } else {
      slots[(int) (timeout.due & SLOTS - 1)] = timeout.next;
    }
    if (timeout.next != null) {
      timeout.next.previous = timeout.previous;
    }
    timeout.previous = null;
    timeout.next = null;
    timeout.due = 0;
    size--;
  }

  /** How many deadlines it holds. */
  public int size() {
    return size;
  }

  /** Passes all that wait. They may be cancelled meanwhile. */
  public void forEach(Consumer<Timeout> then) {
    List<Timeout> all = new ArrayList<>(size);
    for (Timeout first : slots) {
      for (Timeout one = first; one != null; one = one.next) {
        all.add(one);
      }
    }
    all.forEach(then);
  }

  /** The alarm rings: expires what is due, and sets the alarm for what is next. */
  void turn() {
    long elapsed = nanos.getAsLong() - start;
    long now = elapsed / TICK_NANOS;
    alarmed = UNSET;
    List<Timeout> due = due(now);
    if (size > due.size()) {
      set(nextSlot(), elapsed);
    }
    due.forEach(this::expire);
  }

  /** What is due by this tick, still in the wheel: what one of them cancels does not expire. */
  private List<Timeout> due(long now) {
    List<Timeout> due = new ArrayList<>();
    for (long tick = Math.max(passed + 1, now - SLOTS + 1); tick <= now; tick++) {
      for (Timeout one = slots[(int) (tick & SLOTS - 1)]; one != null; one = one.next) {
        if (one.due <= now) {
          due.add(one);
        }
      }
    }
    passed = Math.max(passed, now);
    return due;
  }

  /** The next tick whose slot holds something, perhaps for a later turn; then this is asked again. */
  private long nextSlot() {
    long tick = passed + 1;
    while (slots[(int) (tick & SLOTS - 1)] == null && tick <= passed + SLOTS) {
      tick++;
    }
    return tick;
  }

  private void set(long tick, long elapsed) {
    alarmed = tick;
    alarm.set(Math.max(1, (tick * TICK_NANOS - elapsed + 999_999) / 1_000_000));
  }

  private void expire(Timeout timeout) {
    if (timeout.due == 0 || timeout.due > passed) {
      return;
    }
    unlink(timeout);
    try {
      timeout.expired();
    } catch (RuntimeException | Error e) {
      LOG.error("a timeout failed", e);
    }
  }
}
