package dev.gatehouse.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.bench.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyTest {

  private static Reply.Kind kind(int status, Map<String, String> headers, String body) {
    return Reply.of(new HttpAnswer(status, headers, body.getBytes(StandardCharsets.UTF_8), true), "s1").kind();
  }

  private static String error(int code) {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"error\":{\"code\":" + code + ",\"message\":\"x\"}}";
  }

  @Test
  void each_end_has_its_kind() {
    assertThat(kind(200, Map.of(), "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"result\":{}}")).isEqualTo(Reply.Kind.OK);
    assertThat(kind(200, Map.of(), "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"result\":{\"isError\":true}}")).isEqualTo(Reply.Kind.ERROR);
    assertThat(kind(401, Map.of(), error(401))).isEqualTo(Reply.Kind.UNAUTHORIZED);
    assertThat(kind(200, Map.of(), error(429))).isEqualTo(Reply.Kind.LIMITED);
    assertThat(kind(503, Map.of("retry-after", "1"), error(503))).isEqualTo(Reply.Kind.UNAVAILABLE);
    assertThat(kind(200, Map.of(), error(-32602))).isEqualTo(Reply.Kind.REFUSED);
    assertThat(kind(200, Map.of("content-type", "text/event-stream"),
        "data: \n\ndata: {\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"result\":{}}\n\n"))
        .isEqualTo(Reply.Kind.OK);
  }

  @Test
  void what_must_never_come_is_broken() {
    assertThat(kind(500, Map.of(), error(500))).isEqualTo(Reply.Kind.BROKEN);
    assertThat(kind(502, Map.of(), error(502))).isEqualTo(Reply.Kind.BROKEN);
    assertThat(kind(503, Map.of(), error(503))).isEqualTo(Reply.Kind.BROKEN);
    assertThat(kind(200, Map.of(), error(-32603))).isEqualTo(Reply.Kind.BROKEN);
    assertThat(kind(200, Map.of(), "no json")).isEqualTo(Reply.Kind.BROKEN);
  }
}
