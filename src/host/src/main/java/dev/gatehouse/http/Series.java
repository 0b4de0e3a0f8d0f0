package dev.gatehouse.http;

import dev.gatehouse.record.DurationHistogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The series of one metric, made when they are read from what is kept elsewhere.
 *
 * @param collector makes them
 */
record Series(Supplier<MetricSnapshot> collector) implements Collector {

  /**
   * Histograms of times in seconds, by labels.
   *
   * @param name ends in {@code _seconds}
   */
  Series(String name, String help, Supplier<Map<Labels, DurationHistogram>> times) {
    this(() -> {
      HistogramSnapshot.Builder all = HistogramSnapshot.builder().name(name).help(help);
      times.get().forEach((labels, histogram) -> all.dataPoint(point(labels, histogram.snapshot())));
      return all.build();
    });
  }

  /**
   * Counters, by labels.
   *
   * @param name without {@code _total}, which the page adds
   */
  static Series counters(String name, String help, Supplier<Map<Labels, Long>> counts) {
    return new Series(() -> {
      CounterSnapshot.Builder all = CounterSnapshot.builder().name(name).help(help);
      counts.get().forEach((labels, count) -> all.dataPoint(CounterDataPointSnapshot.builder().labels(labels).value(count).build()));
      return all.build();
    });
  }

  private static HistogramDataPointSnapshot point(Labels labels, DurationHistogram.Snapshot times) {
    return HistogramDataPointSnapshot.builder().labels(labels)
        .classicHistogramBuckets(ClassicHistogramBuckets.of(times.upperBounds(), times.counts())).sum(times.sum()).build();
  }

  @Override
  public MetricSnapshot collect() {
    return collector.get();
  }
}
