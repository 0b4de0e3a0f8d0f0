package dev.gatehouse.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the Prometheus page as those of OpenTelemetry, under the same names: they are counted once, and read twice.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">Compatibility</a>
 */
final class PrometheusMetrics implements MetricProducer {

  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create(Exporting.SCOPE);
  private static final AggregationTemporality CUMULATIVE = AggregationTemporality.CUMULATIVE;

  private final Supplier<MetricSnapshots> page;
  private final long start = Clock.getDefault().now();

  /** Reads this page. */
  PrometheusMetrics(Supplier<MetricSnapshots> page) {
    this.page = page;
  }

  /** A metric. */
  private record Metric(Resource getResource, InstrumentationScopeInfo getInstrumentationScopeInfo, String getName, String getDescription,
      String getUnit, MetricDataType getType, Data<?> getData) implements MetricData {

    /** The page adds {@code _total} to the names of counters. */
    Metric(Resource resource, MetricSnapshot from, MetricDataType type, Data<?> data) {
      this(resource, SCOPE, from.getMetadata().getPrometheusName() + (from instanceof CounterSnapshot ? "_total" : ""),
          Objects.requireNonNullElse(from.getMetadata().getHelp(), ""),
          from.getMetadata().getUnit() == null ? "" : from.getMetadata().getUnit().toString(), type, data);
    }
  }

  @Override
  public Collection<MetricData> produce(Resource resource) {
    long now = Clock.getDefault().now();
    List<MetricData> all = new ArrayList<>();
    for (MetricSnapshot metric : page.get()) {
      MetricData read = metric.getDataPoints().isEmpty() ? null : read(resource, metric, now);
      if (read != null) {
        all.add(read);
      }
    }
    return all;
  }

  /** Null for a type that this host does not use. */
  private @Nullable MetricData read(Resource resource, MetricSnapshot metric, long now) {
    if (metric instanceof CounterSnapshot counter) {
      return new Metric(resource, metric, MetricDataType.DOUBLE_SUM, SumData.createDoubleSumData(true, CUMULATIVE,
          counter.getDataPoints().stream().map(point -> number(point.getLabels(), point.getValue(), now)).toList()));
    }
    if (metric instanceof GaugeSnapshot gauge) {
      return gauge(resource, metric, gauge.getDataPoints().stream().map(point -> number(point.getLabels(), point.getValue(), now)));
    }
    if (metric instanceof InfoSnapshot info) {
      return gauge(resource, metric, info.getDataPoints().stream().map(point -> number(point.getLabels(), 1, now)));
    }
    if (metric instanceof HistogramSnapshot histogram) {
      return new Metric(resource, metric, MetricDataType.HISTOGRAM,
          HistogramData.create(CUMULATIVE, histogram.getDataPoints().stream().map(point -> histogram(point, now)).toList()));
    }
    return metric instanceof SummarySnapshot summary
        ? new Metric(resource, metric, MetricDataType.SUMMARY,
            SummaryData.create(summary.getDataPoints().stream().map(point -> summary(point, now)).toList()))
        : null;
  }

  private static MetricData gauge(Resource resource, MetricSnapshot metric, Stream<DoublePointData> points) {
    return new Metric(resource, metric, MetricDataType.DOUBLE_GAUGE, GaugeData.createDoubleGaugeData(points.toList()));
  }

  private DoublePointData number(Labels labels, double value, long now) {
    return DoublePointData.create(start, now, attributes(labels), value, List.of());
  }

  /** The last bucket is that above all bounds, in both worlds. */
  private HistogramPointData histogram(HistogramSnapshot.HistogramDataPointSnapshot point, long now) {
    ClassicHistogramBuckets buckets = point.getClassicBuckets();
    List<Double> bounds = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i++) {
      counts.add(buckets.getCount(i));
      if (i < buckets.size() - 1) {
        bounds.add(buckets.getUpperBound(i));
      }
    }
    if (counts.isEmpty()) {
      counts.add(point.getCount());
    }
    return HistogramPointData.create(start, now, attributes(point.getLabels()), point.getSum(), false, 0, false, 0, bounds, counts);
  }

  private SummaryPointData summary(SummarySnapshot.SummaryDataPointSnapshot point, long now) {
    return SummaryPointData.create(start, now, attributes(point.getLabels()), point.getCount(), point.getSum(), List.of());
  }

  private static Attributes attributes(Labels labels) {
    AttributesBuilder all = Attributes.builder();
    labels.forEach(label -> all.put(label.getName(), label.getValue()));
    return all.build();
  }
}
