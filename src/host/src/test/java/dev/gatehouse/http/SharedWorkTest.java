package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** However many ask, the work is done seldom, and nobody gets a result of before. */
class SharedWorkTest {

  private static final Vertx VERTX = Vertx.vertx();

  private final List<Promise<String>> begun = new CopyOnWriteArrayList<>();

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  private SharedWork<String> resting(long pauseMillis) {
    return new SharedWork<>(VERTX, pauseMillis, () -> {
      Promise<String> work = Promise.promise();
      begun.add(work);
      return work.future();
    });
  }

  @Test
  void all_who_ask_while_it_runs_share_one_run() {
    SharedWork<String> work = resting(0);
    List<Future<String>> asked = Stream.generate(work::ask).limit(100).toList();
    assertThat(begun).hasSize(1);
    begun.get(0).complete("one");
    assertThat(asked).allSatisfy(answer -> assertThat(answer.result()).isEqualTo("one"));
    work.ask();
    assertThat(begun).hasSize(2);
  }

  @Test
  void it_rests_after_a_run_and_who_asks_then_waits_for_the_next() {
    SharedWork<String> work = resting(TimeUnit.HOURS.toMillis(1));
    work.ask();
    begun.get(0).complete("one");
    assertThat(Stream.generate(work::ask).limit(100)).noneMatch(Future::isComplete);
    assertThat(begun).hasSize(1);
  }

  @Test
  void the_next_run_comes_when_it_has_rested() throws InterruptedException {
    SharedWork<String> work = resting(1);
    work.ask();
    begun.get(0).fail("broken");
    Future<String> second = work.ask();
    eventually(begun::size, 2);
    begun.get(1).complete("two");
    eventually(second::isComplete);
    assertThat(second.result()).isEqualTo("two");
  }

  @Test
  void one_that_throws_is_tried_again() {
    SharedWork<String> work = new SharedWork<>(VERTX, 0, () -> {
      throw new IllegalStateException("broken");
    });
    assertThat(work.ask().cause()).hasMessage("broken");
    assertThat(work.ask().cause()).hasMessage("broken");
  }
}
