package dev.gatehouse.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Traces and metrics by OpenTelemetry. A standard {@code OTEL_*} variable goes before the field that says the same.
 *
 * @param endpoint the base URL of the collector, which takes OTLP over HTTP; null where no collector is configured here
 * @param headers sent to the collector, by name; their values are secrets
 * @param sampling the part of the calls without a sampled parent that is traced, from 0 to 1
 */
public record TelemetryConfig(@Nullable String endpoint, Map<String, String> headers, double sampling) {

  /** The default: off. */
  public static final TelemetryConfig DEFAULT = new TelemetryConfig(null, Map.of(), 0.01);

  /** Keeps an unmodifiable copy of the headers. */
  public TelemetryConfig {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    if (!(sampling >= 0 && sampling <= 1)) {
      throw new IllegalArgumentException("telemetry.sampling must be from 0 to 1");
    }
  }

  /** Without the values of the headers. */
  @Override
  public String toString() {
    return "TelemetryConfig[endpoint=" + endpoint + ", headers=" + headers.keySet() + ", sampling=" + sampling + "]";
  }
}
