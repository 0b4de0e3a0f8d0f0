package dev.gatehouse.record;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Histogram of durations with fixed buckets, in the form that Prometheus reads. Thread-safe. To record a duration takes some nanoseconds and
 * no lock, so it may stand where a general histogram would cost too much.
 */
public final class DurationHistogram {

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final double[] seconds;
  private final long[] nanos;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();

  /**
   * What has been recorded so far.
   *
   * @param upperBounds of the buckets in seconds, ascending; the last is infinity
   * @param counts the number of durations in each bucket alone
   * @param sum of all durations, in seconds
   */
  public record Snapshot(List<Double> upperBounds, List<Long> counts, double sum) {
  }

  /**
   * An empty histogram.
   *
   * @param upperBounds of the buckets in seconds, ascending; one without a bound is added
   */
  public DurationHistogram(double... upperBounds) {
    seconds = Arrays.copyOf(upperBounds, upperBounds.length + 1);
    seconds[upperBounds.length] = Double.POSITIVE_INFINITY;
    nanos = DoubleStream.of(upperBounds).mapToLong(bound -> Math.round(bound * NANOS)).toArray();
    counts = Stream.generate(LongAdder::new).limit(seconds.length).toArray(LongAdder[]::new);
  }

  /** Records a duration in nanoseconds. */
  public void record(long duration) {
    int bucket = 0;
    while (bucket < nanos.length && duration > nanos[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(duration);
  }

  /** What has been recorded so far; durations that are recorded meanwhile may be missing in a part of it. */
  public Snapshot snapshot() {
    return new Snapshot(DoubleStream.of(seconds).boxed().toList(), Stream.of(counts).map(LongAdder::sum).toList(), sum.sum() / NANOS);
  }
}
