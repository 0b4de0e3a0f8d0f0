package dev.gatehouse.telemetry;

import dev.gatehouse.config.TelemetryConfig;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sent to a collector, each to a URL of its own. */
enum Signal {

  TRACES, METRICS;

  private static final String DEFAULT_ENDPOINT = "http://localhost:4318";

  /** The property that says what sends it. */
  String exporter() {
    return "otel." + name().toLowerCase(Locale.ROOT) + ".exporter";
  }

  /** Whether somebody has named a collector for it, and has not switched it off. */
  boolean isSent(TelemetryConfig config, Map<String, String> environment) {
    String exporter = Variables.value(environment, "OTEL_" + name() + "_EXPORTER");
    return exporter != null ? Variables.names(exporter).contains(Settings.OTLP)
        : base(config, environment) != null || own(environment) != null;
  }

  /** Where it is sent to, as the SDK makes it: without a path it is {@code /}, and a base URL loses its query. */
  URI url(TelemetryConfig config, Map<String, String> environment) {
    String own = own(environment);
    if (own != null) {
      URI url = URI.create(own);
      return url.getRawPath().isEmpty() ? url.resolve("/") : url;
    }
    String base = base(config, environment);
    URI url = URI.create(base == null ? DEFAULT_ENDPOINT : base);
    return url.resolve(url.getRawPath().replaceFirst("/$", "") + "/v1/" + name().toLowerCase(Locale.ROOT));
  }

  /** The URL without what may be a secret. */
  String shown(TelemetryConfig config, Map<String, String> environment) {
    URI url = url(config, environment);
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + url.getRawPath();
  }

  private @Nullable String own(Map<String, String> environment) {
    return Variables.value(environment, "OTEL_EXPORTER_OTLP_" + name() + "_ENDPOINT");
  }

  private static @Nullable String base(TelemetryConfig config, Map<String, String> environment) {
    String base = Variables.value(environment, "OTEL_EXPORTER_OTLP_ENDPOINT");
    return base == null ? config.endpoint() : base;
  }
}
