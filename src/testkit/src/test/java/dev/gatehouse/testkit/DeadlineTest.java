package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing that the kit waits for can make a test hang. */
@Timeout(180)
final class DeadlineTest {

  private static final Duration SOON = Duration.ofMillis(200);

  @Test
  void work_that_does_not_end_is_given_up_and_interrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);

    // Long enough for the work to begin on a slow machine.
    assertThatThrownBy(() -> Deadline.run("sleep", Duration.ofSeconds(2), () -> {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      return null;
    })).isInstanceOf(IllegalStateException.class).hasMessage("sleep took longer than 2.0 s");
    interrupted.await();
  }

  @Test
  void work_that_ends_has_its_result_and_its_failure() {
    assertThat(Deadline.run("a sum", SOON.multipliedBy(300), () -> 2 + 3)).isEqualTo(5);
    assertThatThrownBy(() -> Deadline.run("it", SOON.multipliedBy(300), () -> {
      throw new IOException("no");
    })).isInstanceOf(IllegalStateException.class).hasMessage("it failed: java.io.IOException: no");
  }

  @Test
  void a_host_that_never_answers_fails_the_call() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Route route = new Route("http://127.0.0.1:" + silent.getLocalPort() + "/mcp", "key", System.nanoTime() + SOON.toNanos());

      assertThatThrownBy(() -> new Call("2026-07-28", route, new Answers(List.of()))
          .ask("resources/read", Json.object().put("uri", "test://a"), Map.of()))
          .isInstanceOf(AssertionError.class).hasMessage("resources/read {\"uri\":\"test://a\"}\nno answer came in time");
      assertThatThrownBy(() -> new Call("2025-06-18", route, new Answers(List.of())))
          .isInstanceOf(AssertionError.class).hasMessage("no answer came in time");
    }
  }

  @Test
  void a_host_that_is_gone_fails_the_call() {
    Route route = new Route("http://127.0.0.1:1/mcp", "key", System.nanoTime() + Duration.ofSeconds(60).toNanos());

    assertThatThrownBy(() -> new Call("2026-07-28", route, new Answers(List.of())).list())
        .isInstanceOf(AssertionError.class).hasMessageStartingWith("the connection to the host broke: ");
  }
}
