package dev.gatehouse.telemetry;

import dev.gatehouse.config.TelemetryConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which settings are in force: the standard variables, then the configuration, then the SDK's own defaults.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">Environment variables</a>
 */
final class Settings {

  private static final List<String> OTLP_VARIABLES = List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
      "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER");
  static final String OTLP = "otlp";
  static final String NONE = "none";
  private static final String PROTOCOL = "http/protobuf";
  /** Series of one metric; what exceeds them shares one. */
  private static final String MOST_SERIES = "10000";

  private Settings() {
  }

  /** Whether a collector is configured, here or by a variable, and telemetry is not switched off. */
  static boolean isOn(TelemetryConfig config, Map<String, String> environment) {
    return !isDisabled(environment) && (config.endpoint() != null || OTLP_VARIABLES.stream().anyMatch(name -> isNamed(environment, name)));
  }

  private static boolean isNamed(Map<String, String> environment, String name) {
    String value = Variables.value(environment, name);
    return value != null && (name.endsWith("_ENDPOINT") || Variables.names(value).contains(OTLP));
  }

  private static boolean isDisabled(Map<String, String> environment) {
    return "true".equalsIgnoreCase(Variables.value(environment, "OTEL_SDK_DISABLED"));
  }

  /** What is allowed and seldom meant. */
  static List<String> warnings(TelemetryConfig config, Map<String, String> environment) {
    return config.headers().isEmpty() || isDisabled(environment) || isOn(config, environment) ? List.of()
        : List.of("telemetry.headers: telemetry is off, because no collector is named: set telemetry.endpoint");
  }

  /** What holds where no variable says otherwise. */
  static Map<String, String> properties(TelemetryConfig config, Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>(Map.of(
        "otel.exporter.otlp.protocol", PROTOCOL,
        "otel.traces.sampler", "parentbased_traceidratio",
        "otel.traces.sampler.arg", Double.toString(config.sampling()),
        // No call is current on its thread, so there would be none.
        "otel.metrics.exemplar.filter", "always_off",
        "otel.java.metrics.cardinality.limit", MOST_SERIES));
    for (Signal signal : Signal.values()) {
      // The SDK's default would send it to an address that nobody has named.
      properties.put(signal.exporter(), signal.isSent(config, environment) ? OTLP : NONE);
    }
    if (config.endpoint() != null) {
      properties.put("otel.exporter.otlp.endpoint", config.endpoint());
    }
    if (!config.headers().isEmpty()) {
      properties.put("otel.exporter.otlp.headers", config.headers().entrySet().stream()
          .map(header -> header.getKey() + '=' + encoded(header.getValue())).collect(Collectors.joining(",")));
    }
    return properties;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
