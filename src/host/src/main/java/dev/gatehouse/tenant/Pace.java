package dev.gatehouse.tenant;

import java.time.Duration;

/**
 * The times of a plugin's life.
 *
 * @param look between two looks at the folder; a change is seen after one and counts after the next
 * @param start what loading and starting a plugin may take; one that hangs is refused then. Long, since it holds up nobody else
 * @param grace how long a version that was replaced keeps listening for calls that were already under way to it
 * @param drain how long its running calls may take beyond that
 * @param stop what stopping it may take; one that hangs is interrupted then, and left behind
 */
record Pace(Duration look, Duration start, Duration grace, Duration drain, Duration stop) {

  static Pace usual(Duration longestCall) {
    return new Pace(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMillis(500),
        longestCall.plusSeconds(1), Duration.ofSeconds(10));
  }
}
