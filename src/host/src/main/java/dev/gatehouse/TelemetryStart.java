package dev.gatehouse;

import dev.gatehouse.http.Metrics;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.telemetry.Telemetry;
import dev.gatehouse.telemetry.TelemetryException;

/** Starts telemetry as a stage does, on hosts and workers. */
final class TelemetryStart {

  private TelemetryStart() {
  }

  /**
   * Starts it, if it is configured, until the shutdown.
   *
   * @param metrics sent along
   * @throws StartException when its settings cannot be used
   */
  static Telemetry start(Platform platform, Metrics metrics) {
    Telemetry telemetry;
    Telemetry.warnings(platform.config().telemetry(), System.getenv()).forEach(Host.LOG::warn);
    try {
      telemetry = Telemetry.start(platform.config().telemetry(), System.getenv(), ServerIdentity.current(), metrics::snapshots);
    } catch (TelemetryException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
    if (telemetry != Telemetry.OFF) {
      metrics.counter("gatehouse_telemetry_lost_spans", "Spans that were lost: the queue was full, or the collector did not take them",
          telemetry::lost);
      platform.shutdown().addSync("telemetry", telemetry::close);
    }
    return telemetry;
  }
}
