package dev.gatehouse.telemetry;

import dev.gatehouse.config.TelemetryConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which settings are in force: the standard variables, then the configuration, then the SDK's own defaults.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">Environment variables</a>
 */
final class Settings {

  private static final List<String> ENDPOINTS =
      List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT");
  private static final List<String> EXPORTERS = List.of("OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER");
  private static final List<String> PROTOCOLS =
      List.of("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL");
  private static final String OTLP = "otlp";
  private static final String PROTOCOL = "http/protobuf";
  /** Series of one metric; what exceeds them shares one. */
  private static final String MOST_SERIES = "10000";

  private Settings() {
  }

  /** Whether a collector is configured, here or by a variable, and telemetry is not switched off. */
  static boolean isOn(TelemetryConfig config, Map<String, String> environment) {
    return !"true".equalsIgnoreCase(value(environment, "OTEL_SDK_DISABLED"))
        && (config.endpoint() != null || ENDPOINTS.stream().anyMatch(name -> value(environment, name) != null)
            || EXPORTERS.stream().anyMatch(name -> names(value(environment, name)).contains(OTLP)));
  }

  /** @throws TelemetryException when a variable asks for what this host cannot do */
  static void check(Map<String, String> environment) {
    for (String name : PROTOCOLS) {
      String protocol = value(environment, name);
      if (protocol != null && !protocol.equals(PROTOCOL)) {
        throw new TelemetryException(name + ": must be " + PROTOCOL + ", the form of OTLP that this host speaks");
      }
    }
    for (String name : EXPORTERS) {
      if (names(value(environment, name)).stream().anyMatch(exporter -> !exporter.equals(OTLP) && !exporter.equals("none"))) {
        throw new TelemetryException(name + ": must be " + OTLP + " or none, which this host has");
      }
    }
  }

  private static List<String> names(@Nullable String list) {
    return list == null ? List.of() : List.of(list.split("\\s*,\\s*"));
  }

  /** An empty variable counts as none, as the specification says. */
  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? null : value;
  }

  /** What holds where no variable says otherwise. */
  static Map<String, String> properties(TelemetryConfig config) {
    Map<String, String> properties = new HashMap<>(Map.of(
        "otel.exporter.otlp.protocol", PROTOCOL,
        "otel.logs.exporter", "none",
        "otel.traces.sampler", "parentbased_traceidratio",
        "otel.traces.sampler.arg", Double.toString(config.sampling()),
        // No call is current on its thread, so there would be none.
        "otel.metrics.exemplar.filter", "always_off",
        "otel.java.metrics.cardinality.limit", MOST_SERIES));
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
