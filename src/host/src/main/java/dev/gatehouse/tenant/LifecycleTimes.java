package dev.gatehouse.tenant;

import java.time.Duration;

/**
 * Timeouts and intervals of a plugin's life.
 *
 * @param look between two looks at the folder while it changes; a change is seen after one and counts after the next
 * @param start what loading and starting a plugin may take; one that hangs is refused then. Long, since it holds up nobody else
 * @param grace how long a version that was replaced keeps listening for calls that were already under way to it
 * @param drain how long its running calls may take beyond that
 * @param stop what stopping it may take; one that hangs is interrupted then, and left behind
 * @param again how long one whose start failed waits until it is tried again; twice as long after each failure, up to five minutes
 */
record LifecycleTimes(Duration look, Duration start, Duration grace, Duration drain, Duration stop, Duration again) {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 16;
  private static final int START_TO_TOGETHER = 6;
  private static final int LOOK_TO_SELDOM = 10;

  static LifecycleTimes usual(Duration longestCall) {
    return new LifecycleTimes(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMillis(500),
        longestCall.plusSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(5));
  }

  /** The interval of looks at a folder that the system has events for: it may miss some, as of files that are mapped into memory. */
  Duration seldom() {
    return look.multipliedBy(LOOK_TO_SELDOM);
  }

  /** How long changes of one tenant are collected, to take effect together. */
  Duration together() {
    return start.dividedBy(START_TO_TOGETHER);
  }

  /** The back-off after this number of failures, at least 1. */
  Duration again(int failures) {
    Duration wait = again.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }
}
