package dev.gatehouse.tenant;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Versions on their way out: they listen until their last call has ended or its time is over, then each is ended on a thread of its own. */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private final Vertx vertx;
  private final LifecycleTimes pace;
  private final List<Leaving> leaving = new ArrayList<>();
  private final List<Ending> endings = new ArrayList<>();

  Drain(Vertx vertx, LifecycleTimes pace) {
    this.vertx = vertx;
    this.pace = pace;
  }

  /**
   * Lets a version's calls end. Nobody picks it any more.
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

  /** Goes on with what is due. */
  void sweep() {
    leaving.removeIf(one -> {
      boolean due = one.due(pace);
      if (due) {
        end(one.generation());
      }
      return due;
    });
    endings.removeIf(ending -> !ending.thread().isAlive() || ending.givenUp(pace.stop()));
  }

  /** Ends all of them at once and waits, within bounds. */
  void close() throws InterruptedException {
    leaving.forEach(one -> end(one.generation()));
    leaving.clear();
    for (Ending ending : endings) {
      ending.thread().join(Math.max(1, pace.stop().minusNanos(System.nanoTime() - ending.since()).toMillis()));
      ending.givenUp(Duration.ZERO);
    }
    endings.clear();
  }

  boolean idle() {
    return leaving.isEmpty() && endings.isEmpty();
  }

  private record Leaving(Generation generation, long since, Duration most) {

    /** The grace is for calls that picked this version before it was replaced and have not arrived yet. */
    boolean due(LifecycleTimes pace) {
      long age = System.nanoTime() - since;
      return age > pace.grace().toNanos() && (generation.running() == 0 || age > most.toNanos());
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
