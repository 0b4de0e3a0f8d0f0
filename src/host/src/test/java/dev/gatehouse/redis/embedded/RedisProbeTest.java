package dev.gatehouse.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.redis.embedded.RedisProbe.NotRedisException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever program listens on the port, the probe takes little memory and no longer than it may. */
class RedisProbeTest {

  private static final int TIMEOUT_MILLIS = 500;

  /** Sends the same again and again. */
  private static Object ask(String answer, int timeoutMillis, long pauseMillis) throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RedisProbe probe = new RedisProbe("127.0.0.1", listening.getLocalPort(), timeoutMillis)) {
      CompletableFuture.runAsync(() -> send(listening, answer, pauseMillis));
      return probe.ask("PING");
    }
  }

  private static void send(ServerSocket listening, String answer, long pauseMillis) {
    try (Socket socket = listening.accept()) {
      OutputStream out = socket.getOutputStream();
      while (true) {
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        Thread.sleep(pauseMillis);
      }
    } catch (IOException | InterruptedException over) {
      // The probe has had enough.
    }
  }

  @Test
  void a_reply_is_read() throws IOException {
    assertThat(ask("*2\r\n$3\r\ndir\r\n*1\r\n:5\r\n", 30_000, 0)).isEqualTo(List.of("dir", List.of(5L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*1\r\n", "*2000000000\r\n:1\r\n", "$2000000000\r\n", "$9000000000\r\n", "*0x\r\n"})
  void what_has_no_end_is_no_reply(String answer) {
    assertThatThrownBy(() -> ask(answer, 30_000, 0)).isInstanceOf(NotRedisException.class);
  }

  @Test
  void the_timeout_is_that_of_the_whole_reply() {
    long before = System.nanoTime();
    assertThatThrownBy(() -> ask("*9\r\n:1\r\n", TIMEOUT_MILLIS, TIMEOUT_MILLIS / 2)).isInstanceOf(SocketTimeoutException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
  }
}
