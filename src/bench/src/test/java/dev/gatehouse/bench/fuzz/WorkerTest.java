package dev.gatehouse.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.bench.MintedKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a host that answers as the test says. */
class WorkerTest {

  private static final String GOOD = "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n";

  private static final int PATIENCE_MILLIS = 60_000;

  private final Report report = new Report();
  private ServerSocket server;
  private Thread thread;
  private volatile String answer;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          socket.getInputStream().read(new byte[4096]);
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The test has ended.
      return;
    }
  }

  /** Waits for the thread, too: while it still waits in the system, the port accepts connections. */
  @AfterEach
  void close() throws IOException, InterruptedException {
    server.close();
    thread.join();
  }

  private boolean isGood(String with, boolean own) {
    answer = with;
    MintedKey key = MintedKey.of(new Random(1));
    try (Worker worker = new Worker(server.getLocalPort(), new Checks(List.of(key.secret())), report, PATIENCE_MILLIS)) {
      worker.send(new Message(1, own ? Family.SMUGGLING : Family.JSON, "x", null, key, Rights.ALL, "POST / HTTP/1.1\r\n\r\n", own, 1));
    }
    return report.good();
  }

  @Test
  void a_good_answer_is_no_fault() {
    assertThat(isGood(GOOD, false)).isTrue();
    assertThat(isGood(GOOD, true)).isTrue();
  }

  @Test
  void a_bad_answer_is_one() {
    assertThat(isGood("HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n", false)).isFalse();
  }

  @Test
  void an_answer_too_many_is_one() {
    assertThat(isGood(GOOD + GOOD, true)).isFalse();
  }

  @Test
  void an_answer_that_is_cut_is_one() {
    assertThat(isGood("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{", false)).isFalse();
  }

  @Test
  void no_host_is_one() throws IOException, InterruptedException {
    close();
    assertThat(isGood(GOOD, false)).isFalse();
  }
}
