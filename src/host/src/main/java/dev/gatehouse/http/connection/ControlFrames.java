package dev.gatehouse.http.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Fixed-window rate limiter for HTTP/2 control frames, which cost the host an answer. Not thread-safe. */
final class ControlFrames {

  /** The limit that Vert.x has for reset streams; a client that keeps its connection alive sends a few. */
  static final int MOST = 200;
  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongSupplier nanoTime;
  private long begin;
  private int count;

  ControlFrames(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  /** Counts a frame; true when it exceeds the limit. */
  boolean isOneTooMany() {
    long now = nanoTime.getAsLong();
    if (now - begin > WINDOW_NANOS) {
      begin = now;
      count = 0;
    }
    return ++count > MOST;
  }
}
