package dev.gatehouse.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;

/** Sends metrics, and logs when they are not taken. The next attempt has them all again. */
record LoggedMetricExporter(MetricExporter to, CollectorLog log) implements MetricExporter {

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    CompletableResultCode attempt = to.export(metrics);
    return attempt.whenComplete(() -> log.ended(attempt));
  }

  @Override
  public CompletableResultCode flush() {
    return to.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return to.shutdown();
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return to.getAggregationTemporality(type);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType type) {
    return to.getDefaultAggregation(type);
  }

  @Override
  public MemoryMode getMemoryMode() {
    return to.getMemoryMode();
  }
}
