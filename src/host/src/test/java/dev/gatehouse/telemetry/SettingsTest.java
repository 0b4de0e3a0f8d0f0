package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.TelemetryConfig;
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
      "OTEL_TRACES_EXPORTER, 'otlp,console'"})
  void what_there_is_not_is_named(String name, String value) {
    assertThatThrownBy(() -> Settings.check(Map.of(name, value))).isInstanceOf(TelemetryException.class).hasMessageStartingWith(name);
  }

  @Test
  void the_configuration_stands_for_variables() {
    Settings.check(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", "OTEL_TRACES_EXPORTER", "otlp", "OTEL_METRICS_EXPORTER", "none"));
    assertThat(Settings.properties(CONFIGURED)).containsEntry("otel.exporter.otlp.endpoint", "http://c:4318")
        .containsEntry("otel.exporter.otlp.headers", "x-key=a%20b%3Dc%2Cd%25").containsEntry("otel.traces.sampler.arg", "0.25");
    assertThat(Settings.properties(TelemetryConfig.DEFAULT)).doesNotContainKeys("otel.exporter.otlp.endpoint",
        "otel.exporter.otlp.headers");
    assertThat(CONFIGURED.toString()).contains("x-key").doesNotContain("a b=c");
  }
}
