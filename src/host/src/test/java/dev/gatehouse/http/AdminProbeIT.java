package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import dev.gatehouse.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health probes know an address and no name. */
@Timeout(120)
class AdminProbeIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static String answer(int port, String request) {
    try (RawConnection connection = RawConnection.open(port, request)) {
      return connection.answer();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /health/live HTTP/1.0\r\n\r\n", "GET /health/ready HTTP/1.0\r\nHost: \r\n\r\n",
      "GET /health/ready HTTP/1.0\r\nUser-Agent: probe\r\n\r\n", "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:8081\r\n\r\n"})
  void a_probe_is_answered(String request) {
    assertThat(answer(host.adminPort(), request)).matches("(?s)HTTP/1\\.[01] 200 .*\"UP\".*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /health/live HTTP/1.0\r\nHost: evil.example\r\n\r\n",
      "GET /health/live HTTP/1.0\r\nOrigin: https://evil.example\r\n\r\n"})
  void what_a_page_could_send_is_refused_and_logged(String request) {
    try (LogOf log = new LogOf(OriginGuard.class.getName())) {
      assertThat(answer(host.adminPort(), request)).matches("(?s)HTTP/1\\.[01] 40[03] .*");
      assertThat(log.lines()).singleElement().asString().startsWith("refused with 40").contains("GET /health/live, admin port");
    }
  }

  @Test
  void a_refusal_of_the_public_port_is_logged_with_the_name_that_was_sent() {
    try (LogOf log = new LogOf(OriginGuard.class.getName())) {
      assertThat(answer(Integer.parseInt(host.url().replaceAll(".*:", "")), "GET /mcp HTTP/1.1\r\nHost: gate.example\r\n\r\n"))
          .contains(" 403 ");
      assertThat(log.lines()).singleElement().asString().contains("http.allowedHosts")
          .contains("Host 'gate.example', Origin -, from 127.0.0.1");
    }
  }

  /** Nobody has looked for one in the URL yet then. Two lines, since the log takes three a minute of one address. */
  @Test
  void no_key_comes_into_the_log() {
    String key = host.key("demo", "tools", "*");
    int port = Integer.parseInt(host.url().replaceAll(".*:", ""));
    try (LogOf log = new LogOf(OriginGuard.class.getName())) {
      assertThat(answer(port, "GET /" + key + " HTTP/1.1\r\nHost: localhost\r\nOrigin: " + key + "\r\n\r\n")).contains(" 403 ");
      assertThat(answer(port, "GET /" + key.replace("_", "%5F") + " HTTP/1.1\r\nHost: gate.example\r\n\r\n")).contains(" 403 ");
      assertThat(log.lines()).hasSize(2)
          .allSatisfy(line -> assertThat(line).startsWith("refused with 403").doesNotContain(key.split("_")[2]));
    }
  }
}
