package dev.gatehouse.cluster.worker;

import dev.gatehouse.cluster.worker.ReplayGuard.Verdict;
import java.util.BitSet;

/**
 * Accepts each number of a series once, in about its order: refused is what came before, and what lies too far behind the newest to tell
 * (RFC 4303 section 3.4.3). Thread-safe.
 */
final class ReplayWindow {

  /** How far a number may lie behind the newest: a long call is decrypted while many short ones overtake it. */
  static final int WIDTH = 16_384;

  private BitSet seen = new BitSet();
  private long newest;
  private long closed;

  synchronized Verdict accept(long number) {
    if (number <= Math.max(closed, newest - WIDTH)) {
      return Verdict.TOO_OLD;
    }
    if (number > newest) {
      forget(newest + 1, number);
      newest = number;
    }
    int place = (int) (number % WIDTH);
    boolean first = !seen.get(place);
    seen.set(place);
    return first ? Verdict.FIRST : Verdict.REPLAY;
  }

  /** Lets go of its memory: all numbers up to the newest are too old from now on. */
  synchronized void close() {
    closed = newest;
    seen = new BitSet();
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
