package dev.gatehouse.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CallCancellationTest {

  private final CallCancellation cancellation = new CallCancellation();
  private final List<String> ran = new ArrayList<>();

  @Test
  void what_was_registered_runs_once_in_order() {
    cancellation.onCancel(() -> ran.add("a"));
    cancellation.onCancel(() -> ran.add("b"));
    assertThat(cancellation.isCancelled()).isFalse();

    cancellation.cancel();
    cancellation.cancel();

    assertThat(cancellation.isCancelled()).isTrue();
    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void what_comes_too_late_runs_at_once() {
    cancellation.cancel();

    cancellation.onCancel(() -> ran.add("late"));

    assertThat(ran).containsExactly("late");
  }

  @Test
  void an_action_already_sees_the_cancellation() {
    cancellation.onCancel(() -> ran.add("cancelled " + cancellation.isCancelled()));

    cancellation.cancel();

    assertThat(ran).containsExactly("cancelled true");
  }

  @Test
  void an_action_that_throws_neither_stops_the_others_nor_hurts_who_cancels() {
    cancellation.onCancel(() -> {
      throw new IllegalStateException("a plugin's fault");
    });
    cancellation.onCancel(() -> ran.add("b"));

    cancellation.cancel();

    assertThat(ran).containsExactly("b");
  }
}
