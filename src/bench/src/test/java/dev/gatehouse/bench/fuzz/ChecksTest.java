package dev.gatehouse.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.bench.HttpAnswer;
import dev.gatehouse.bench.MintedKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A planted fault is found, and what is right is none. */
class ChecksTest {

  private static final MintedKey KEY = MintedKey.of(new Random(1));
  private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"5\"}]}}";
  private static final String ERROR = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":401,\"message\":\"Unauthorized.\"}}";

  private final Checks checks = new Checks(List.of(KEY.secret(), KEY.salt()));

  private List<String> faults(Rights rights, int status, Map<String, String> headers, String body) {
    Message message = new Message(1, Family.JSON, "", null, KEY, rights, "POST / HTTP/1.1\r\n\r\n", false, 1);
    return checks.faults(message, new HttpAnswer(status, headers, body.getBytes(StandardCharsets.UTF_8), true));
  }

  private List<String> faults(int status, String body) {
    return faults(Rights.ALL, status, Map.of("content-type", "application/json"), body);
  }

  @Test
  void right_answers_have_no_fault() {
    assertThat(faults(200, RESULT)).isEmpty();
    assertThat(faults(401, ERROR)).isEmpty();
    assertThat(faults(200, "[" + RESULT + "," + ERROR + "]")).isEmpty();
    assertThat(faults(Rights.NOBODY, 401, Map.of("content-type", "application/json"), ERROR)).isEmpty();
    assertThat(faults(Rights.ALL, 202, Map.of("content-length", "0"), "")).isEmpty();
    assertThat(faults(Rights.ALL, 200, Map.of("content-type", "text/event-stream"), "id: 1\ndata: \n\ndata: " + RESULT + "\n\n")).isEmpty();
  }

  @Test
  void an_unmeant_status_is_found() {
    assertThat(faults(500, ERROR)).contains("status 500");
    assertThat(faults(502, ERROR)).contains("status 502");
    assertThat(faults(503, ERROR)).contains("status 503 without Retry-After");
    assertThat(faults(Rights.ALL, 503, Map.of("content-type", "application/json", "retry-after", "1"), ERROR)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "{", "{}", "[]", "null", "{\"jsonrpc\":\"2.0\"}", "{\"jsonrpc\":\"1.0\",\"id\":1,\"result\":{}}",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}} x", "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":1,\"result\":{}}",
      "{\"jsonrpc\":\"2.0\",\"result\":{}}", "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"result\":{}}",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}",
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"x\"}}",
      "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":\"1\",\"message\":\"x\"}}",
      "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\" \"}}",
      "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"x\",\"stack\":[]}}"})
  void what_is_no_json_rpc_is_found(String body) {
    assertThat(faults(200, body)).isNotEmpty();
    assertThat(faults(200, body.isEmpty() ? "[{}]" : "[" + body + "]")).isNotEmpty();
  }

  @Test
  void another_type_is_found() {
    assertThat(faults(Rights.ALL, 404, Map.of("content-type", "text/html"), "<h1>Not found</h1>")).isNotEmpty();
    assertThat(faults(Rights.ALL, 404, Map.of(), "Not found")).isNotEmpty();
  }

  @Test
  void an_internal_error_is_found_whatever_its_status() {
    assertThat(faults(200, ERROR.replace("401", "-32603"))).containsExactly("the code of an internal error");
    assertThat(faults(200, ERROR.replace("401", "-32603").replace("Unauthorized", "It did not answer in time and was stopped"))).isEmpty();
  }

  @Test
  void a_tool_that_failed_inside_is_found() {
    assertThat(faults(200, RESULT.replace("\"5\"}]", "\"The tool 'add' failed inside. See the log\"}],\"isError\":true")))
        .contains("a tool failed inside");
  }

  @Test
  void what_nobody_may_get_is_found() {
    Map<String, String> json = Map.of("content-type", "application/json");
    assertThat(faults(Rights.NOBODY, 200, json, RESULT)).contains("a result without a good key", "status 200 without a good key");
    assertThat(faults(Rights.NONE, 200, json, RESULT)).containsExactly("a key without rights got a result");
    assertThat(faults(Rights.NONE, 200, json, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[]}}")).isEmpty();
    assertThat(faults(Rights.NOBODY, 200, Map.of("content-type", "text/event-stream"), "data: " + RESULT + "\n\n"))
        .contains("a result without a good key");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"\\tat java.lang.Thread.run(Thread.java:840)", "java.lang.IllegalStateException", "OutOfMemoryError",
      "com.fasterxml.jackson.core.JsonParseException: x", "io.vertx.core.impl.NoStackTraceThrowable", "NumberFormatException: For input"})
  void the_hosts_insides_are_found(String text) {
    assertThat(faults(400, ERROR.replace("Unauthorized.", text))).isNotEmpty();
  }

  @Test
  void secrets_and_other_tenants_are_found_in_body_and_head() {
    assertThat(faults(400, ERROR.replace("Unauthorized.", KEY.secret()))).contains("a secret");
    assertThat(faults(Rights.ALL, 202, Map.of("x", KEY.salt()), "")).contains("a secret");
    assertThat(faults(200, RESULT.replace("\"5\"", "\"5 " + Checks.OTHER_TENANT + "\""))).contains("what another tenant's tool said");
  }

  @Test
  void an_answer_that_breaks_off_is_found() {
    Message message = new Message(1, Family.JSON, "", null, KEY, Rights.ALL, "", false, 1);
    assertThat(checks.faults(message, new HttpAnswer(200, Map.of(), new byte[0], false))).contains("the answer broke off");
  }
}
