package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class ShutdownTest {

  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final Shutdown shutdown = new Shutdown();

  @Test
  void what_was_opened_last_is_closed_first_and_each_step_waits_for_the_one_before() {
    Vertx vertx = Vertx.vertx();
    shutdown.add("Vert.x", vertx::close);
    shutdown.addSync("first", () -> closed.add("first"));
    shutdown.add("second", () -> vertx.timer(50).onSuccess(late -> closed.add("second")).mapEmpty());

    shutdown.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void a_step_that_fails_is_logged_and_keeps_no_other_from_being_closed() {
    shutdown.addSync("first", () -> closed.add("first"));
    shutdown.add("the failed one", () -> Future.failedFuture("broken"));
    shutdown.addSync("the thrower", () -> {
      throw new IllegalStateException("broken");
    });

    try (LogOf log = new LogOf(Host.class.getName())) {
      shutdown.close();
      assertThat(log.lines()).containsExactly("the thrower did not close", "the failed one did not close");
    }
    assertThat(closed).containsExactly("first");
  }

  @Test
  void closing_twice_closes_once() {
    shutdown.addSync("first", () -> closed.add("first"));

    shutdown.close();
    shutdown.close();

    assertThat(closed).containsExactly("first");
  }
}
