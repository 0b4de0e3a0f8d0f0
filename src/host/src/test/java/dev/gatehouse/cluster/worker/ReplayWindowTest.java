package dev.gatehouse.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cluster.Envelope;
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

    assertThat(numbers).allMatch(window::accept);
    assertThat(numbers).noneMatch(window::accept);
  }

  @Test
  void what_lies_far_behind_is_refused_and_what_comes_in_between_is_not() {
    ReplayWindow window = new ReplayWindow();
    assertThat(window.accept(1)).isTrue();
    assertThat(window.accept(ReplayWindow.WIDTH + 10L)).isTrue();

    assertThat(window.accept(2)).isFalse();
    assertThat(window.accept(10)).isFalse();
    assertThat(window.accept(11)).isTrue();
    assertThat(window.accept(11)).isFalse();
    assertThat(window.accept(0)).isFalse();
    assertThat(window.accept(-1)).isFalse();
    assertThat(window.accept(1L << 40)).isTrue();
    assertThat(window.accept(ReplayWindow.WIDTH + 11L)).isFalse();
  }

  @Test
  void edges_and_tenants_count_apart() {
    ReplayGuard guard = new ReplayGuard();
    for (String edge : List.of("edge/1", "edge/2")) {
      for (String tenant : List.of("a", "b")) {
        Envelope call = new Envelope(1, 5, 1, tenant, edge);
        assertThat(guard.accept(call)).isTrue();
        assertThat(guard.accept(call)).isFalse();
      }
    }
  }
}
