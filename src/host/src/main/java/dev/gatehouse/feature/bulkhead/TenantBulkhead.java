package dev.gatehouse.feature.bulkhead;

import dev.gatehouse.record.DurationHistogram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bulkhead of one tenant: bounds its running and waiting calls on this host, in total and by {@link Bulkhead} of each feature. A free place
 * goes to the features with waiting calls in round-robin order, and within a feature to the oldest call, so that a slow feature delays only
 * itself until the tenant is full.
 */
public final class TenantBulkhead {

  /** The buckets of waiting times, in seconds; {@code calls.queueTimeout} is 10 s by default. */
  private static final double[] WAITS = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

  private volatile int most;
  private volatile int queue;
  /** The features with waiting calls, the next one to be served first. */
  private final Deque<Bulkhead> lines = new ArrayDeque<>();
  private @Nullable Throttle throttle;
  private int usual;
  /** The current concurrency limit. */
  private int open;
  private int running;
  private int waiting;
  private @Nullable DurationHistogram waits;

  /**
   * A tenant's bulkhead.
   *
   * @param most how many of its calls may run at once, at least 1
   * @param queue how many more may wait, at least 0
   */
  public TenantBulkhead(int most, int queue) {
    this.most = most;
    this.queue = queue;
    usual = most;
    open = most;
  }

  /** Sets the throttle, which is notified whenever more than the usual number of calls run, or want to. */
  void obey(Throttle throttle, int usual) {
    this.throttle = throttle;
    this.usual = usual;
    open = usual;
  }

  /**
   * Changes the limits. Running and waiting calls go on.
   *
   * @param calls how many may run at once, at least 1
   * @param waiting how many more may wait, at least 0
   */
  public void resize(int calls, int waiting) {
    int next;
    synchronized (this) {
      most = calls;
      queue = waiting;
      usual = throttle == null ? calls : throttle.usual();
      next = Math.min(calls, Math.max(open, usual));
    }
    open(next);
  }

  synchronized int open() {
    return open;
  }

  /** Sets the current concurrency limit. Running calls go on. */
  void open(int calls) {
    List<Runnable> admitted = new ArrayList<>();
    synchronized (this) {
      open = calls;
      for (Runnable next = next(); next != null; next = next()) {
        admitted.add(next);
      }
    }
    admitted.forEach(Runnable::run);
  }

  /** Whether more than the usual number run, or want to. */
  synchronized boolean pressed() {
    return running > usual || running >= open && waiting > 0;
  }

  /** How many may run at once. */
  public int most() {
    return most;
  }

  /** How many may wait. */
  public int queue() {
    return queue;
  }

  /** How many run now. */
  public synchronized int running() {
    return running;
  }

  /** How many wait now. */
  public synchronized int waiting() {
    return waiting;
  }

  /** Records for how long a call was queued, whether it got a place or not. */
  void waited(long nanos) {
    DurationHistogram kept;
    synchronized (this) {
      kept = waits == null ? new DurationHistogram(WAITS) : waits;
      waits = kept;
    }
    kept.record(nanos);
  }

  /** For how long calls were queued, of those that had to wait; null when none has. */
  public synchronized @Nullable DurationHistogram waits() {
    return waits;
  }

  /** Whether nothing runs or waits. */
  public synchronized boolean idle() {
    return running == 0 && waiting == 0;
  }

  synchronized int running(Bulkhead one) {
    return one.running;
  }

  boolean enter(Bulkhead one) {
    boolean in;
    boolean press;
    synchronized (this) {
      in = admit(one);
      press = running > usual;
    }
    if (press && throttle != null) {
      throttle.press();
    }
    return in;
  }

  /** Admits a call if there is a place. Waiting calls are admitted as soon as they can be, so this jumps no queue. */
  private boolean admit(Bulkhead one) {
    if (running >= open || one.running == one.most()) {
      return false;
    }
    running++;
    one.running++;
    return true;
  }

  Bulkhead.Turn stand(Bulkhead one, Runnable admitted) {
    Bulkhead.Turn turn;
    boolean press;
    synchronized (this) {
      turn = admit(one) ? Bulkhead.Turn.NOW : line(one, admitted);
      press = pressed();
    }
    if (press && throttle != null) {
      throttle.press();
    }
    return turn;
  }

  /** A call that waits only for the throttle does not count for the queue limit. */
  private Bulkhead.Turn line(Bulkhead one, Runnable admitted) {
    if (one.running + one.line.size() >= one.most() + one.queue()) {
      return Bulkhead.Turn.FULL;
    }
    if (running + waiting >= most + queue) {
      return Bulkhead.Turn.TENANT_FULL;
    }
    if (one.line.isEmpty()) {
      lines.add(one);
    }
    one.line.add(admitted);
    waiting++;
    return Bulkhead.Turn.LATER;
  }

  synchronized boolean withdraw(Bulkhead one, Runnable admitted) {
    if (!one.line.remove(admitted)) {
      return false;
    }
    waiting--;
    if (one.line.isEmpty()) {
      lines.remove(one);
    }
    return true;
  }

  void leave(Bulkhead one) {
    Runnable next;
    synchronized (this) {
      running--;
      one.running--;
      next = next();
    }
    if (next != null) {
      next.run();
    }
  }

  /** The next call to admit, whose place is taken already; null when there is none. One place admits at most one call. */
  private @Nullable Runnable next() {
    for (int left = lines.size(); left > 0; left--) {
      Bulkhead one = lines.poll();
      Runnable next = admit(one) ? one.line.poll() : null;
      if (!one.line.isEmpty()) {
        lines.add(one);
      }
      if (next != null) {
        waiting--;
        return next;
      }
    }
    return null;
  }
}
