package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time until a caller is let in on a connection is bounded, whatever comes on it. */
class HeadTimeoutIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{ \"http\": { \"port\": 0, \"headTimeout\": \"2s\" } }").plugin("demo", "math");

  /** For clients that must come in time, on a slow machine too. */
  @RegisterExtension
  static final TestHost patient = new TestHost("{ \"http\": { \"port\": 0, \"headTimeout\": \"8s\" } }").plugin("demo", "math");

  @ParameterizedTest
  @ValueSource(strings = {
      "",
      "G",
      "PRI * HTTP/2.0\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
      "POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: 1",
      "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"})
  void one_on_which_no_caller_is_let_in_is_closed(String text) {
    double before = Wire.metric(host, "gatehouse_connections_late_total");

    try (RawConnection connection = RawConnection.open(host.url(), text)) {
      connection.rest();
    }

    assertThat(Wire.metric(host, "gatehouse_connections_late_total")).isEqualTo(before + 1);
  }

  @Test
  void bytes_that_trickle_do_not_prolong_it() throws InterruptedException {
    try (RawConnection connection = RawConnection.open(host.url(), "POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")) {
      Thread trickle = new Thread(() -> trickle(connection));
      trickle.start();

      connection.rest();

      trickle.interrupt();
      trickle.join();
    }
  }

  private static void trickle(RawConnection connection) {
    try {
      while (true) {
        connection.send("x");
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A client that sends request after request never has one cut off: the last answer says that no more follows. */
  @Test
  void a_refusal_shortly_before_the_end_says_so() throws InterruptedException {
    try (RawConnection connection = RawConnection.open(patient.url(), Wire.list("nobody"))) {
      String answer = connection.answer();
      while (!answer.contains("connection: close")) {
        assertThat(answer).startsWith("HTTP/1.1 401");
        Thread.sleep(50);
        connection.send(Wire.list("nobody"));
        answer = connection.answer();
      }
      assertThat(answer).startsWith("HTTP/1.1 401");
      assertThat(connection.rest()).isEmpty();
    }
  }

  @Test
  void one_on_which_a_caller_was_let_in_stays() throws InterruptedException {
    String key = patient.key("demo", "tools", "*");
    try (RawConnection connection = RawConnection.open(patient.url(), Wire.list(key))) {
      assertThat(connection.answer()).startsWith("HTTP/1.1 200");

      Thread.sleep(10_000);

      connection.send(Wire.list(key));
      assertThat(connection.answer()).startsWith("HTTP/1.1 200");
    }
  }
}
