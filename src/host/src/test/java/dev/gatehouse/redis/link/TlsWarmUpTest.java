package dev.gatehouse.redis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake ahead of the first connection; its outcome does not matter. */
class TlsWarmUpTest {

  private static final Duration MOST = Duration.ofSeconds(20);
  private static final int HANDSHAKE = 22;

  private static ServerSocket listen() throws IOException {
    ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    server.setSoTimeout((int) MOST.toMillis());
    return server;
  }

  /** The first byte that somebody sends, whom it then hangs up on. */
  private static int firstByte(ServerSocket server) {
    try (Socket socket = server.accept()) {
      return socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      return -1;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rediss://user:pw@127.0.0.1:%d/1", "valkeys://127.0.0.1:%d"})
  void a_url_of_tls_is_greeted(String url) throws Exception {
    try (ServerSocket server = listen()) {
      CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> firstByte(server));
      TlsWarmUp.at(url.formatted(server.getLocalPort()), MOST);
      assertThat(first.join()).isEqualTo(HANDSHAKE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://127.0.0.1:%d", "unix:///tmp/redis.sock", "%d"})
  void any_other_url_is_not_connected_to(String url) throws Exception {
    try (ServerSocket server = listen()) {
      server.setSoTimeout(50);
      TlsWarmUp.at(url.formatted(server.getLocalPort()), MOST);
      assertThat(firstByte(server)).isEqualTo(-1);
    }
  }

  @Test
  void nobody_there_is_for_the_real_connection_to_tell() throws IOException {
    int port;
    try (ServerSocket server = listen()) {
      port = server.getLocalPort();
    }
    assertThatCode(() -> TlsWarmUp.at("rediss://127.0.0.1:" + port, MOST)).doesNotThrowAnyException();
    assertThatCode(() -> TlsWarmUp.at("rediss://not a url", MOST)).doesNotThrowAnyException();
    assertThatCode(() -> TlsWarmUp.at("rediss://no_host", MOST)).doesNotThrowAnyException();
  }
}
