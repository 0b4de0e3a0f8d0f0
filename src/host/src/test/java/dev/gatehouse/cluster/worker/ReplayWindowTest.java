package dev.gatehouse.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.cluster.worker.ReplayGuard.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ReplayWindowTest {

  @Test
  void each_number_is_accepted_once_in_any_order() {
    ReplayWindow window = new ReplayWindow();
    List<Long> numbers = LongStream.rangeClosed(1, ReplayWindow.WIDTH).boxed().collect(Collectors.toList());
    Collections.shuffle(numbers, new Random(1));

    assertThat(numbers).allMatch(number -> window.accept(number) == Verdict.FIRST);
    assertThat(numbers).allMatch(number -> window.accept(number) == Verdict.REPLAY);
  }

  @Test
  void what_lies_far_behind_is_refused_and_what_comes_in_between_is_not() {
    ReplayWindow window = new ReplayWindow();
    assertThat(window.accept(1)).isEqualTo(Verdict.FIRST);
    assertThat(window.accept(ReplayWindow.WIDTH + 10L)).isEqualTo(Verdict.FIRST);

    assertThat(window.accept(2)).isEqualTo(Verdict.TOO_OLD);
    assertThat(window.accept(10)).isEqualTo(Verdict.TOO_OLD);
    assertThat(window.accept(11)).isEqualTo(Verdict.FIRST);
    assertThat(window.accept(11)).isEqualTo(Verdict.REPLAY);
    assertThat(window.accept(0)).isEqualTo(Verdict.TOO_OLD);
    assertThat(window.accept(-1)).isEqualTo(Verdict.TOO_OLD);
    assertThat(window.accept(1L << 40)).isEqualTo(Verdict.FIRST);
    assertThat(window.accept(ReplayWindow.WIDTH + 11L)).isEqualTo(Verdict.TOO_OLD);
  }

  @Test
  void edges_and_tenants_count_apart() {
    ReplayGuard guard = new ReplayGuard();
    for (String edge : List.of("edge/1", "edge/2")) {
      for (String tenant : List.of("a", "b")) {
        Envelope call = new Envelope(1, 5, 1, tenant, edge);
        assertThat(guard.accept(call)).isEqualTo(Verdict.FIRST);
        assertThat(guard.accept(call)).isEqualTo(Verdict.REPLAY);
      }
    }
  }

  @Test
  void of_an_edge_that_is_gone_everything_so_far_stays_refused_and_what_is_new_is_not() {
    ReplayGuard guard = new ReplayGuard();
    assertThat(guard.accept(call("edge/1", 1))).isEqualTo(Verdict.FIRST);
    assertThat(guard.accept(call("edge/1", 3))).isEqualTo(Verdict.FIRST);
    guard.lost("edge/1");
    guard.lost("edge/unknown");

    assertThat(guard.accept(call("edge/1", 1))).isEqualTo(Verdict.TOO_OLD);
    assertThat(guard.accept(call("edge/1", 2))).isEqualTo(Verdict.TOO_OLD);
    assertThat(guard.accept(call("edge/1", 3))).isEqualTo(Verdict.TOO_OLD);
    assertThat(guard.accept(call("edge/1", 5))).isEqualTo(Verdict.FIRST);
    assertThat(guard.accept(call("edge/1", 4))).isEqualTo(Verdict.FIRST);
    assertThat(guard.accept(call("edge/1", 5))).isEqualTo(Verdict.REPLAY);
  }

  @Test
  void a_tenant_whose_edges_are_too_many_is_refused_new_ones_and_no_other_tenant_is() {
    ReplayGuard guard = new ReplayGuard();
    for (int i = 0; i < ReplayGuard.MOST; i++) {
      assertThat(guard.accept(call("edge/" + i, 1))).isEqualTo(Verdict.FIRST);
    }
    assertThat(guard.isFull()).isFalse();

    assertThat(guard.accept(call("edge/new", 1))).isEqualTo(Verdict.FULL);
    assertThat(guard.isFull()).isTrue();
    assertThat(guard.accept(call("edge/0", 1))).isEqualTo(Verdict.REPLAY);
    assertThat(guard.accept(call("edge/0", 2))).isEqualTo(Verdict.FIRST);
    assertThat(guard.accept(new Envelope(1, 5, 1, "b", "edge/new"))).isEqualTo(Verdict.FIRST);
  }

  private static Envelope call(String edge, long number) {
    return new Envelope(1, 5, number, "a", edge);
  }
}
