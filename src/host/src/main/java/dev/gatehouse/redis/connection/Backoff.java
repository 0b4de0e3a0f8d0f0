package dev.gatehouse.redis.connection;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses before a connection is opened again: longer each time, up to a second, and partly random, so that the connections of many hosts
 * do not come back at the same moment. Confined to an event loop.
 */
final class Backoff {

  private static final long LAST_MILLIS = 1_000;

  private final long first;
  private long next;

  Backoff(long firstMillis) {
    first = firstMillis;
    next = firstMillis;
  }

  /** How long to wait now. */
  long nextMillis() {
    long pause = next / 2 + ThreadLocalRandom.current().nextLong(next / 2 + 1);
    next = Math.min(2 * next, LAST_MILLIS);
    return pause;
  }

  /** The connection has passed a health check: to be open is not enough, since it may be cut each time that it is used. */
  void reset() {
    next = first;
  }
}
