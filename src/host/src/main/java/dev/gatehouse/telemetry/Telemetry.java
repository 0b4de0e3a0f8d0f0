package dev.gatehouse.telemetry;

import dev.gatehouse.config.TelemetryConfig;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.mcp.CallObserver;
import dev.gatehouse.mcp.ServerIdentity;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Traces and metrics by OpenTelemetry; {@link #OFF} unless a collector is configured. */
public interface Telemetry extends AutoCloseable {

  /** Traces and sends nothing. */
  Telemetry OFF = new Telemetry() {
  };

  /** Traces requests and calls. */
  default CallTracer tracer() {
    return CallTracer.NONE;
  }

  /** Who is told of calls. */
  default List<CallObserver> observers() {
    return List.of();
  }

  /** How many spans were lost so far: the queue was full, or the collector did not take them. */
  default long lost() {
    return 0;
  }

  /** Sends what is left, and stops. Blocks, for some seconds at most. */
  @Override
  default void close() {
  }

  /**
   * Starts, if a collector is configured.
   *
   * @param environment the variables of the process, of which the standard {@code OTEL_*} go before the configuration
   * @param metrics what the Prometheus page shows; called every minute, by a thread of the SDK
   * @throws TelemetryException when the settings cannot be used
   */
  static Telemetry start(TelemetryConfig config, Map<String, String> environment, ServerIdentity identity,
      Supplier<MetricSnapshots> metrics) {
    if (!Settings.isOn(config, environment)) {
      return OFF;
    }
    Variables.check(environment);
    return Exporting.start(config, environment, identity, metrics);
  }

  /** Why {@link #start} would refuse; without connecting. */
  static Optional<String> fault(TelemetryConfig config, Map<String, String> environment) {
    try {
      if (Settings.isOn(config, environment)) {
        Variables.check(environment);
        Exporting.check(Settings.properties(config, environment));
      }
      return Optional.empty();
    } catch (TelemetryException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** What is allowed and seldom meant, each a sentence that begins with its field. */
  static List<String> warnings(TelemetryConfig config, Map<String, String> environment) {
    return Settings.warnings(config, environment);
  }

  /** The URLs that something is sent to; none while telemetry is off. Only for settings without a {@link #fault}. */
  static List<URI> collectors(TelemetryConfig config, Map<String, String> environment) {
    return !Settings.isOn(config, environment) ? List.of()
        : Stream.of(Signal.values()).filter(signal -> signal.isSent(config, environment))
            .map(signal -> signal.url(config, environment)).toList();
  }
}
