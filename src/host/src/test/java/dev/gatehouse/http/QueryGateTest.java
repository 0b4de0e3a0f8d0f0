package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Queries of operators run one after another. */
class QueryGateTest {

  private final QueryGate gate = new QueryGate();
  private final List<Promise<String>> begun = new ArrayList<>();

  private Future<String> ask() {
    return gate.run(() -> {
      Promise<String> query = Promise.promise();
      begun.add(query);
      return query.future();
    });
  }

  @Test
  void one_runs_and_the_others_wait_for_their_turn() {
    Future<String> first = ask();
    Future<String> second = ask();
    assertThat(begun).hasSize(1);
    begun.get(0).complete("one");
    assertThat(first.result()).isEqualTo("one");
    assertThat(begun).hasSize(2);
    begun.get(1).fail("broken");
    assertThat(second.failed()).isTrue();
    ask();
    assertThat(begun).hasSize(3);
  }

  @Test
  void one_that_throws_lets_the_next_one_in() {
    assertThat(gate.run(() -> {
      throw new IllegalArgumentException("wrong");
    }).cause()).hasMessage("wrong");
    ask();
    assertThat(begun).hasSize(1);
  }

  @Test
  void too_many_are_refused_at_once() {
    List<Future<String>> asked = new ArrayList<>();
    for (int i = 0; i < 66; i++) {
      asked.add(ask());
    }
    assertThat(asked.get(65).cause()).isInstanceOf(RejectedExecutionException.class);
    assertThat(asked.get(64).isComplete()).isFalse();
  }
}
