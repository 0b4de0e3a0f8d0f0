package dev.gatehouse.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReadTurnsTest {

  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final ReadTurns turns = new ReadTurns(loop::add);
  private final List<String> begun = new ArrayList<>();
  private final Map<String, Promise<String>> reads = new TreeMap<>();

  private Future<String> read(String session, String name) {
    return turns.run(session, () -> {
      begun.add(name);
      return reads.computeIfAbsent(name, first -> Promise.promise()).future();
    });
  }

  private void end(String name) {
    reads.get(name).complete(name);
    turn();
  }

  private void turn() {
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
  }

  @Test
  void a_session_that_asks_again_and_again_reads_once_at_a_time_and_keeps_no_other_waiting() {
    Future<String> last = Future.succeededFuture();
    for (int i = 0; i < 1_000; i++) {
      last = read("greedy", "greedy " + i);
    }
    read("other", "other");
    assertThat(begun).containsExactly("greedy 0", "other");
    for (int i = 0; i < 1_000; i++) {
      end("greedy " + i);
    }
    assertThat(last.result()).isEqualTo("greedy 999");
    assertThat(begun).hasSize(1_001);
  }

  @Test
  void few_read_at_once_and_those_that_wait_take_turns() {
    for (int i = 0; i < 100; i++) {
      read("s" + i, "first of " + i);
      read("s" + i, "second of " + i);
    }
    assertThat(begun).containsExactly("first of 0", "first of 1", "first of 2", "first of 3");
    end("first of 2");
    assertThat(begun).last().isEqualTo("first of 4");
    end("first of 4");
    assertThat(begun).last().isEqualTo("first of 5");
  }

  @Test
  void many_that_wait_fail_one_after_another_while_the_store_is_away() {
    Future<String> first = read("one", "first");
    List<Future<String>> others = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      others.add(turns.run("one", () -> Future.failedFuture("away")));
    }
    end("first");
    assertThat(first.succeeded()).isTrue();
    assertThat(others).allMatch(Future::failed);
    assertThat(turns.run("one", () -> Future.succeededFuture("back")).result()).isEqualTo("back");
  }
}
