package dev.gatehouse.bench;

import java.util.Arrays;

/** How long calls took: every single time is kept. For one thread at a time. */
final class Latencies {

  private static final double NANOS_PER_MILLI = 1e6;

  private long[] nanos = new long[1 << 16];
  private int count;

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = took;
  }

  int count() {
    return count;
  }

  /** Puts them in order, so that they can be asked for. */
  Latencies sorted() {
    Arrays.sort(nanos, 0, count);
    return this;
  }

  /**
   * Of the sorted ones, the least that so many are not above.
   *
   * @param share of all, above 0 and up to 1
   * @return milliseconds; not a number when there was no call
   */
  double millis(double share) {
    return count == 0 ? Double.NaN : nanos[(int) Math.ceil(share * count) - 1] / NANOS_PER_MILLI;
  }
}
