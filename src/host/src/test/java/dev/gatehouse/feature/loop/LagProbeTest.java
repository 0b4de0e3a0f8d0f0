package dev.gatehouse.feature.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LagProbeTest {

  private static final long TICK = 500;

  private long now = Long.MAX_VALUE - 700;
  private final LagProbe probe = new LagProbe(() -> now);

  private void runsAfter(long nanos) {
    now += nanos;
    probe.ran(TICK);
  }

  @Test
  void it_is_the_longest_time_that_a_task_ran_late() {
    probe.ran(TICK);
    runsAfter(TICK + 30);
    runsAfter(TICK + 70);
    runsAfter(TICK + 10);

    assertThat(probe.worst()).isEqualTo(70);
  }

  @Test
  void a_delay_counts_while_it_lasts() {
    probe.ran(TICK);
    now += TICK + 1_000;

    assertThat(probe.worst()).isEqualTo(1_000);
  }

  @Test
  void a_delay_is_remembered_for_a_window_and_forgotten_after_two() {
    probe.ran(LagProbe.WINDOW_NANOS);
    now += LagProbe.WINDOW_NANOS + 70;
    probe.ran(LagProbe.WINDOW_NANOS);
    assertThat(probe.worst()).isEqualTo(70);
    now += LagProbe.WINDOW_NANOS;
    probe.ran(LagProbe.WINDOW_NANOS);
    assertThat(probe.worst()).as("of the window before").isEqualTo(70);
    now += LagProbe.WINDOW_NANOS;
    probe.ran(LagProbe.WINDOW_NANOS);
    assertThat(probe.worst()).isZero();
  }
}
