package dev.gatehouse.redis.connection;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConnectionLossTest {

  private final Vertx vertx = Vertx.vertx();
  private final ConnectionLoss loss = new ConnectionLoss(vertx, "redis:6379");

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void connections_that_are_lost_together_are_one_line_and_so_is_that_all_are_back() throws Exception {
    try (LogOf log = new LogOf(ConnectionLoss.class.getName())) {
      // On the event loop of the timer, which so cannot come between them.
      vertx.runOnContext(now -> {
        loss.lost("connection closed");
        loss.lost("connection closed");
        loss.lost("no answer for 2000 ms");
      });
      eventually(() -> log.lines().size() == 1);
      loss.regained();
      loss.regained();
      assertThat(log.lines()).containsExactly("lost 3 connections to Redis at redis:6379: connection closed");
      loss.regained();

      assertThat(log.lines()).last().isEqualTo("connected to Redis at redis:6379 again");
      assertThat(log.lines()).hasSize(2);
    }
  }

  @Test
  void a_loss_is_told_before_its_end_however_short_it_was() {
    try (LogOf log = new LogOf(ConnectionLoss.class.getName())) {
      loss.lost("connection closed");
      loss.regained();

      assertThat(log.lines()).containsExactly("lost a connection to Redis at redis:6379: connection closed",
          "connected to Redis at redis:6379 again");
    }
  }
}
