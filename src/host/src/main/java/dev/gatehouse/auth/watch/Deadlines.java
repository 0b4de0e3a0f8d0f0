package dev.gatehouse.auth.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The deadlines of all credentials in order of time, with one timer armed for the next. Thread-safe. */
final class Deadlines {

  /** The maximum delay of the timer: the clock may be set forward meanwhile. */
  private static final long MOST_MILLIS = 10_000;

  private final Clock clock;
  private final Scheduler scheduler;
  private final Consumer<CredentialInUse> due;
  private final ConcurrentSkipListSet<Deadline> all = new ConcurrentSkipListSet<>();
  /** When the timer runs; null while there is none. */
  private @Nullable Instant armed;

  /** When a credential must be re-authorised; ordered by time. */
  record Deadline(Instant at, CredentialInUse credential) implements Comparable<Deadline> {

    @Override
    public int compareTo(Deadline other) {
      int order = at.compareTo(other.at);
      return order == 0 ? credential.id().compareTo(other.credential.id()) : order;
    }
  }

  /**
   * No deadlines.
   *
   * @param due is given each credential whose deadline is reached, on the scheduler's thread
   */
  Deadlines(Clock clock, Scheduler scheduler, Consumer<CredentialInUse> due) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.due = due;
  }

  void add(Deadline deadline) {
    all.add(deadline);
    arm(deadline.at());
  }

  void remove(Deadline deadline) {
    all.remove(deadline);
  }

  private synchronized void arm(Instant at) {
    Instant now = clock.instant();
    long millis = Math.min(MOST_MILLIS, Math.max(0, Duration.between(now, at).toMillis()) + 1);
    Instant timer = now.plusMillis(millis);
    if (armed == null || timer.isBefore(armed)) {
      armed = timer;
      scheduler.after(millis, () -> look(timer));
    }
  }

  private void look(Instant timer) {
    synchronized (this) {
      if (!timer.equals(armed)) {
        // An earlier one has taken its place.
        return;
      }
      armed = null;
    }
    Instant now = clock.instant();
    for (Iterator<Deadline> ordered = all.iterator(); ordered.hasNext();) {
      Deadline next = ordered.next();
      if (next.at().isAfter(now)) {
        arm(next.at());
        return;
      }
      ordered.remove();
      due.accept(next.credential().reached(next));
    }
  }
}
