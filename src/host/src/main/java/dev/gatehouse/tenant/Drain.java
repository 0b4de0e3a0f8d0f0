package dev.gatehouse.tenant;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drains replaced versions: each keeps listening until its last call has ended or the grace period is over, and is then stopped. */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private final Vertx vertx;
  private final LifecycleTimes times;
  private final List<Leaving> leaving = new ArrayList<>();
  private final List<Ending> endings = new ArrayList<>();

  Drain(Vertx vertx, LifecycleTimes times) {
    this.vertx = vertx;
    this.times = times;
  }

  /**
   * Begins to drain a version that is no longer in the catalogue.
   *
   * @param most how long they may take
   */
  void add(Generation generation, Duration most) {
    leaving.add(new Leaving(generation, System.nanoTime(), most));
  }

  /** Ends a version at once. */
  void end(Generation generation) {
    Thread thread = new Thread(() -> generation.end(vertx), "stop-" + generation.address());
    thread.setDaemon(true);
    thread.start();
    endings.add(new Ending(generation, thread, System.nanoTime()));
  }

  /** Ends the versions that have drained or run out of time. */
  void sweep() {
    leaving.removeIf(one -> {
      boolean due = one.due(times);
      if (due) {
        end(one.generation());
      }
      return due;
    });
    endings.removeIf(ending -> !ending.thread().isAlive() || ending.givenUp(times.stop()));
  }

  /** Ends all versions at once and waits, within bounds. */
  void close() throws InterruptedException {
    leaving.forEach(one -> end(one.generation()));
    leaving.clear();
    for (Ending ending : endings) {
      ending.thread().join(Math.max(1, times.stop().minusNanos(System.nanoTime() - ending.since()).toMillis()));
      ending.givenUp(Duration.ZERO);
    }
    endings.clear();
  }

  boolean idle() {
    return leaving.isEmpty() && endings.isEmpty();
  }

  private record Leaving(Generation generation, long since, Duration most) {

    /** The grace period is for calls that were dispatched to this version before the swap and have not arrived yet. */
    boolean due(LifecycleTimes times) {
      long age = System.nanoTime() - since;
      return age > times.grace().toNanos() && (generation.running() == 0 || age > most.toNanos());
    }
  }

  private record Ending(Generation generation, Thread thread, long since) {

    boolean givenUp(Duration most) {
      if (!thread.isAlive() || System.nanoTime() - since <= most.toNanos()) {
        return false;
      }
      LOG.warn("{} does not stop and was left behind; what it holds stays in memory", generation.address());
      thread.interrupt();
      return true;
    }
  }
}
