package dev.gatehouse.http.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A fixed-window rate limit of the frames that cost their sender next to nothing and the host an answer. Not thread-safe. */
final class ControlFrames {

  /** As Vert.x has it for streams that are reset; a client that keeps its connection alive sends a few. */
  static final int MOST = 200;
  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongSupplier nanoTime;
  private long begin;
  private int count;

  ControlFrames(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  /** Counts one, and says whether there were too many by now. */
  boolean isOneTooMany() {
    long now = nanoTime.getAsLong();
    if (now - begin > WINDOW_NANOS) {
      begin = now;
      count = 0;
    }
    return ++count > MOST;
  }
}
