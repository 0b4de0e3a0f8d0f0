package dev.gatehouse.cluster.worker;

import java.util.BitSet;

/**
 * Accepts each number of a series once, in about its order: refused is what came before, and what lies too far behind the newest to tell
 * (RFC 4303 section 3.4.3). Thread-safe.
 */
final class ReplayWindow {

  /** How far a number may lie behind the newest. */
  static final int WIDTH = 4_096;

  private final BitSet seen = new BitSet();
  private long newest;

  synchronized boolean accept(long number) {
    if (number <= Math.max(0, newest - WIDTH)) {
      return false;
    }
    if (number > newest) {
      forget(newest + 1, number);
      newest = number;
    }
    int place = (int) (number % WIDTH);
    boolean first = !seen.get(place);
    seen.set(place);
    return first;
  }

  /** The places of these numbers were those of numbers that lie too far behind now. */
  private void forget(long from, long to) {
    if (to - from >= WIDTH) {
      seen.clear();
      return;
    }
    for (long number = from; number <= to; number++) {
      seen.clear((int) (number % WIDTH));
    }
  }
}
