package dev.gatehouse.mcp;

import dev.gatehouse.auth.Ledger.Outcome;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls since the start, added up. Numbers fall when a tool is not served any more, whose series are removed.
 *
 * @param ran calls that reached what they called
 * @param failed those of them that ended with an error
 * @param refused calls and keys that were refused
 * @param bounds the upper bounds of the buckets, in seconds; the last one is infinite
 * @param buckets how many of the calls that ran took up to the bound and longer than the one before
 */
@SuppressWarnings("ArrayRecordComponent")
public record CallTotals(long ran, long failed, long refused, double[] bounds, long[] buckets) {

  /** No call. */
  public static final CallTotals NONE = new CallTotals(0, 0, 0, new double[0], new long[0]);

  /** By tenant; refusals of nobody in particular are under {@code -}. */
  static Map<String, CallTotals> byTenant(HistogramSnapshot snapshot) {
    Map<String, CallTotals> totals = new TreeMap<>();
    snapshot.getDataPoints().forEach(point -> totals.merge(point.getLabels().get("tenant"), of(point), CallTotals::plus));
    return totals;
  }

  private static CallTotals of(HistogramDataPointSnapshot point) {
    Outcome outcome = Outcome.valueOf(point.getLabels().get("outcome").toUpperCase(Locale.ROOT));
    long count = point.getCount();
    if (!outcome.ran()) {
      return new CallTotals(0, 0, count, NONE.bounds, NONE.buckets);
    }
    long failed = outcome == Outcome.ERROR || outcome == Outcome.FAILED ? count : 0;
    return new CallTotals(count, failed, 0,
        point.getClassicBuckets().stream().mapToDouble(ClassicHistogramBucket::getUpperBound).toArray(),
        point.getClassicBuckets().stream().mapToLong(ClassicHistogramBucket::getCount).toArray());
  }

  /** Both together. */
  public CallTotals plus(CallTotals other) {
    return combined(other, 1);
  }

  /** What came after an earlier state; nothing where a number has fallen. */
  public CallTotals since(CallTotals earlier) {
    return combined(earlier, -1);
  }

  private CallTotals combined(CallTotals other, int sign) {
    double[] both = bounds.length == 0 ? other.bounds : bounds;
    long[] sums = new long[both.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = positive(at(buckets, i) + sign * at(other.buckets, i));
    }
    return new CallTotals(positive(ran + sign * other.ran), positive(failed + sign * other.failed),
        positive(refused + sign * other.refused),
        both, sums);
  }

  private static long at(long[] numbers, int i) {
    return i < numbers.length ? numbers[i] : 0;
  }

  private static long positive(long number) {
    return Math.max(0, number);
  }

  /**
   * A quantile of the times, interpolated within its bucket as Prometheus's {@code histogram_quantile} does.
   *
   * @param part for example 0.95
   * @return in seconds; not a number when no call ran
   */
  public double quantile(double part) {
    long count = 0;
    for (long bucket : buckets) {
      count += bucket;
    }
    double rank = part * count;
    double below = 0;
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] > 0 && below + buckets[i] >= rank) {
        double from = i == 0 ? 0 : bounds[i - 1];
        return Double.isInfinite(bounds[i]) ? from : from + (bounds[i] - from) * (rank - below) / buckets[i];
      }
      below += buckets[i];
    }
    return Double.NaN;
  }
}
