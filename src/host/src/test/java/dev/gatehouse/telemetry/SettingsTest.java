package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.TelemetryConfig;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which settings switch telemetry on, and which are in force. */
class SettingsTest {

  private static final TelemetryConfig CONFIGURED = new TelemetryConfig("http://c:4318", Map.of("x-key", "a b=c,d%"), 0.25);

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"'' | '' | false", "OTEL_SERVICE_NAME | gate | false", "OTEL_EXPORTER_OTLP_ENDPOINT | http://c | true",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | http://c/x | true", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT | http://c/x | true",
          "OTEL_EXPORTER_OTLP_ENDPOINT | '' | false", "OTEL_TRACES_EXPORTER | otlp | true", "OTEL_METRICS_EXPORTER | otlp | true",
          "OTEL_TRACES_EXPORTER | none | false"})
  void a_collector_switches_it_on(String name, String value, boolean on) {
    assertThat(Settings.isOn(TelemetryConfig.DEFAULT, Map.of(name, value))).isEqualTo(on);
  }

  @Test
  void one_variable_switches_it_off() {
    assertThat(Settings.isOn(CONFIGURED, Map.of())).isTrue();
    assertThat(Settings.isOn(CONFIGURED, Map.of("OTEL_SDK_DISABLED", "TRUE"))).isFalse();
    assertThat(Settings.isOn(CONFIGURED, Map.of("OTEL_SDK_DISABLED", "no"))).isTrue();
    assertThat(Telemetry.start(TelemetryConfig.DEFAULT, Map.of(), null, null)).isSameAs(Telemetry.OFF);
  }

  @ParameterizedTest
  @CsvSource({"OTEL_EXPORTER_OTLP_PROTOCOL, grpc", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, http/json", "OTEL_METRICS_EXPORTER, prometheus",
      "OTEL_TRACES_EXPORTER, 'otlp,console'", "OTEL_EXPORTER_OTLP_ENDPOINT, foo", "OTEL_EXPORTER_OTLP_ENDPOINT, http://u:s3cret@c:4318",
      "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://s3cret@c", "OTEL_EXPORTER_OTLP_ENDPOINT, http://c/v1/traces",
      "OTEL_BSP_MAX_QUEUE_SIZE, -1", "OTEL_METRIC_EXPORT_INTERVAL, 0", "OTEL_EXPORTER_OTLP_COMPRESSION, zstd",
      "OTEL_EXPORTER_OTLP_TIMEOUT, abc", "OTEL_EXPORTER_OTLP_HEADERS, s3cret", "OTEL_EXPORTER_OTLP_CERTIFICATE, /no/such/file",
      "OTEL_TRACES_SAMPLER_ARG, 2", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT, many", "OTEL_TRACES_SAMPLER, s0metimes",
      "OTEL_EXPORTER_OTLP_HEADERS, Authorization: Basic s3cret==", "OTEL_EXPORTER_OTLP_HEADERS, Authorization=Bearer%20s3cret%0A",
      "OTEL_EXPORTER_OTLP_TRACES_HEADERS, 'a=b,s3cret=%zz'", "OTEL_BSP_SCHEDULE_DELAY, 0", "OTEL_RESOURCE_ATTRIBUTES, none",
      "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE, gamma"})
  void what_cannot_be_used_is_named_without_a_secret(String name, String value) {
    String message = fault(name, value);
    assertThat(message).contains(name).doesNotContain("s3cret", "Unexpected", "otel.");
  }

  /** What a check says; the SDK reads properties of the process in place of variables. */
  private static String fault(String name, String value) {
    String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
    System.setProperty(property, value);
    try {
      return Telemetry.fault(CONFIGURED, Map.of(name, value)).orElse("");
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void what_can_be_used_is_no_fault() {
    Variables.check(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://[::1]:4318/v1/traces?a=b", "OTEL_EXPORTER_OTLP_TIMEOUT", "10 s",
        "OTEL_METRIC_EXPORT_INTERVAL", "500", "OTEL_EXPORTER_OTLP_HEADERS", "a=b,c=d=, Authorization = Bearer%20x ,",
        "OTEL_TRACES_SAMPLER_ARG", "1e-3", "OTHER", "?"));
    assertThat(Telemetry.fault(CONFIGURED, Map.of())).isEmpty();
    assertThat(Telemetry.fault(TelemetryConfig.DEFAULT, Map.of("OTEL_EXPORTER_OTLP_TIMEOUT", "abc"))).as("off").isEmpty();
    assertThat(fault("OTEL_PROPAGATORS", "b3")).isEmpty();
    assertThat(fault("OTEL_LOGS_EXPORTER", "console")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://c/x, otlp, none, http://c/x",
      "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, http://c/x, none, otlp, http://c/x",
      "OTEL_TRACES_EXPORTER, otlp, otlp, none, http://localhost:4318/v1/traces",
      "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://c:4318, otlp, none, http://c:4318/",
      "OTEL_EXPORTER_OTLP_ENDPOINT, http://c:1/a?k=v, otlp, otlp, 'http://c:1/a/v1/traces http://c:1/a/v1/metrics'",
      "OTEL_EXPORTER_OTLP_ENDPOINT, http://c:1/, otlp, otlp, 'http://c:1/v1/traces http://c:1/v1/metrics'"})
  void nothing_is_sent_to_what_nobody_named(String name, String value, String traces, String metrics, String urls) {
    Map<String, String> variables = Map.of(name, value);
    assertThat(Settings.properties(TelemetryConfig.DEFAULT, variables)).containsEntry("otel.traces.exporter", traces)
        .containsEntry("otel.metrics.exporter", metrics);
    assertThat(Telemetry.collectors(TelemetryConfig.DEFAULT, variables)).extracting(URI::toString).containsExactly(urls.split(" "));
    assertThat(Telemetry.collectors(TelemetryConfig.DEFAULT, Map.of())).isEmpty();
  }

  @Test
  void headers_without_a_collector_are_a_warning() {
    TelemetryConfig headers = new TelemetryConfig(null, Map.of("a", "s3cret"), 1);
    assertThat(Telemetry.warnings(headers, Map.of())).singleElement().asString().startsWith("telemetry.headers: ").doesNotContain("s3cret");
    assertThat(Telemetry.warnings(headers, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c"))).isEmpty();
    assertThat(Telemetry.warnings(CONFIGURED, Map.of())).isEmpty();
  }

  @Test
  void what_is_shown_of_a_url_has_no_query() {
    assertThat(Signal.TRACES.shown(CONFIGURED, Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://c/x?key=s3cret")))
        .isEqualTo("https://c/x");
    assertThat(Signal.METRICS.shown(CONFIGURED, Map.of())).isEqualTo("http://c:4318/v1/metrics");
  }

  @Test
  void the_configuration_stands_for_variables() {
    Variables
        .check(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", "OTEL_TRACES_EXPORTER", "otlp", "OTEL_METRICS_EXPORTER", "none"));
    assertThat(Settings.properties(CONFIGURED, Map.of())).containsEntry("otel.exporter.otlp.endpoint", "http://c:4318")
        .containsEntry("otel.exporter.otlp.headers", "x-key=a%20b%3Dc%2Cd%25").containsEntry("otel.traces.sampler.arg", "0.25");
    assertThat(Settings.properties(TelemetryConfig.DEFAULT, Map.of())).doesNotContainKeys("otel.exporter.otlp.endpoint",
        "otel.exporter.otlp.headers");
    assertThat(CONFIGURED.toString()).contains("x-key").doesNotContain("a b=c");
  }
}
