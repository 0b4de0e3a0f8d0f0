package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {

  @Test
  void every_field_is_read() throws Exception {
    assertThat(Configs.load("{'telemetry':{'endpoint':'HTTPS://Otel.example.com/gate/','headers':{'Authorization':'Bearer x'},"
        + "'sampling':1}}").telemetry())
        .isEqualTo(new TelemetryConfig("https://otel.example.com/gate", Map.of("Authorization", "Bearer x"), 1));
    assertThat(Configs.load("{}").telemetry()).isEqualTo(TelemetryConfig.DEFAULT);
    assertThat(Configs.load("{'telemetry':{'endpoint':null,'sampling':1e-4}}").telemetry().sampling()).isEqualTo(0.0001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.01", "-0.1", "2", "1e3"})
  void sampling_is_a_part(String number) {
    assertThat(Configs.faults("{'telemetry':{'sampling':" + number + "}}")).singleElement().asString()
        .startsWith("telemetry.sampling: ").endsWith("is not a number from 0 to 1");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "'endpoint':'grpc://h:4317' | telemetry.endpoint: 'grpc://h:4317' is not an http or https URL without user, query and fragment, such as http://127.0.0.1:4318",
      "'endpoint':'http://u:s3cret@h' | telemetry.endpoint: must be an http or https URL without user, query and fragment, such as http://127.0.0.1:4318: put credentials in telemetry.headers",
      "'endpoint':'http://h/v1/traces/' | telemetry.endpoint: must be the base URL, without /v1/traces and the like, which the host appends",
      "'headers':{'a b':'c'} | telemetry.headers.a b: is not the name of an HTTP header",
      "'headers':{'a':'s3cret\\n'} | telemetry.headers.a: the value is not a text of printable ASCII, best as ${env:NAME}",
      "'headers':{'a':7} | telemetry.headers.a: must be a text of printable ASCII, best as ${env:NAME}, not a number",
      "'sampling':'0.1' | telemetry.sampling: must be a number from 0 to 1, not a text"})
  void a_wrong_value_is_named_and_no_secret_shown(String json, String fault) {
    assertThat(Configs.faults("{'telemetry':{" + json + "}}")).containsExactly(fault);
  }
}
