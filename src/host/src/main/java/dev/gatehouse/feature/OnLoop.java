package dev.gatehouse.feature;

import dev.gatehouse.feature.loop.HoldClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the calls of a feature run on the event loop. A feature that says it does not block does so after its first call, which loads its
 * classes, and until one of its calls holds the loop for too long.
 */
final class OnLoop {

  /** The longest that one call may hold an event loop. */
  static final Duration MOST = Duration.ofMillis(5);

  private static final Logger LOG = LoggerFactory.getLogger(FeatureVerticle.class);
  private static final long MOST_NANOS = MOST.toNanos();
  /** So many calls in a row that were slow without computing or waiting: such a feature reads or writes something. */
  private static final int MOST_DOUBTS = 3;

  private final Address address;
  private final Key key;
  private final boolean hostCode;
  private volatile boolean allowed;
  private volatile boolean blocking;
  /** Calls in a row that may have been slow because the machine was. */
  private volatile int doubts;

  /**
   * The state of one feature of a loaded plugin.
   *
   * @param blocking whether it may block, as its author says
   */
  OnLoop(Address address, Key key, boolean blocking) {
    this(address, key, blocking, false);
  }

  /**
   * The same of what may be the host's own code.
   *
   * @param hostCode whether it is: that is allowed from its first call, and stays so
   */
  OnLoop(Address address, Key key, boolean blocking, boolean hostCode) {
    this.hostCode = hostCode;
    this.allowed = hostCode;
    this.address = address;
    this.key = key;
    this.blocking = blocking;
  }

  /** Whether the next call may run on the event loop. */
  boolean isAllowed() {
    return allowed;
  }

  /** A call has run, and loaded what it needs. */
  void tried() {
    if (!allowed && !blocking) {
      allow();
    }
  }

  private synchronized void allow() {
    allowed = !blocking;
  }

  /** A call has run on an event loop, in this time. */
  void held(long nanos, HoldClock clock) {
    if (nanos <= MOST_NANOS) {
      if (doubts != 0) {
        doubts = 0;
      }
    } else if (!hostCode && (clock.isBusy(MOST_NANOS) || doubted() >= MOST_DOUBTS)) {
      revoke(nanos);
    }
  }

  private synchronized int doubted() {
    doubts = doubts + 1;
    return doubts;
  }

  private synchronized void revoke(long nanos) {
    if (!blocking) {
      blocking = true;
      allowed = false;
      LOG.warn("{} of plugin '{}' of tenant '{}' says that it does not block, but held an event loop for {} ms; its calls run on threads"
          + " until the plugin is loaded anew", key, address.plugin(), address.tenant(), TimeUnit.NANOSECONDS.toMillis(nanos));
    }
  }
}
