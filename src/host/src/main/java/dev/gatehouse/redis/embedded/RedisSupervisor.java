package dev.gatehouse.redis.embedded;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supervisor of an embedded server: restarts it when its process ends while a host uses it, at once the first time, then with exponential
 * back-off. If another host has restarted it already, that server is used.
 */
final class RedisSupervisor {

  private static final Logger LOG = LoggerFactory.getLogger(RedisSupervisor.class);
  private static final long LOOK_MILLIS = 250;
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  /** The uptime after which the back-off is reset. */
  private static final long STEADY_MILLIS = 60_000;
  private static final long STOP_MILLIS = 10_000;

  private final RedisServer server;
  private final ScheduledExecutorService thread;
  /** Used by the supervisor's thread only, like the two below. */
  private boolean running = true;
  private long pause = FIRST_PAUSE_MILLIS / 2;
  private long nextTry = System.nanoTime();
  private volatile @Nullable String problem;
  private final AtomicInteger restarts = new AtomicInteger();

  private RedisSupervisor(RedisServer server) {
    this.server = server;
    this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
      Thread one = new Thread(work, "gatehouse-redis-supervisor");
      one.setDaemon(true);
      return one;
    });
  }

  /** Begins to watch a running server. */
  static RedisSupervisor watch(RedisServer server) {
    RedisSupervisor supervisor = new RedisSupervisor(server);
    supervisor.thread.scheduleWithFixedDelay(supervisor::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return supervisor;
  }

  /** Never throws, since an exception would stop the timer silently. */
  private void look() {
    try {
      check();
    } catch (RuntimeException e) {
      LOG.error("the embedded Redis on port {} cannot be looked at", server.port(), e);
    }
  }

  private void check() {
    boolean runs = server.process().isPresent();
    if (runs && !running) {
      running = true;
      problem = null;
      LOG.info("another host has started the embedded Redis on port {} again", server.port());
    } else if (!runs && System.nanoTime() - nextTry >= 0) {
      revive();
    }
  }

  private void revive() {
    if (problem == null) {
      LOG.warn("the embedded Redis on port {} ended while this host uses it; starting it again", server.port());
    }
    boolean steady = System.nanoTime() - nextTry > TimeUnit.MILLISECONDS.toNanos(STEADY_MILLIS);
    pause = steady ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    try {
      running = false;
      server.startOrAdopt();
      running = true;
      problem = null;
      restarts.incrementAndGet();
      LOG.info("the embedded Redis on port {} serves again", server.port());
    } catch (IOException | RuntimeException e) {
      problem = "the embedded Redis ended and cannot be started again: " + e.getMessage();
      LOG.error("the embedded Redis on port {} cannot be started again, next try in {} ms: {}", server.port(), pause, e.getMessage());
    }
    nextTry = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
  }

  /** Why the server cannot be started again, or null while it runs. */
  @Nullable
  String problem() {
    return problem;
  }

  /** How often it was started again. */
  int restarts() {
    return restarts.get();
  }

  /** Stops watching, and interrupts a restart that takes long; the server is not restarted after this returns. */
  void stop() throws IOException {
    thread.shutdown();
    try {
      if (thread.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
      thread.shutdownNow();
      if (!thread.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("it is being started again at this moment");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
