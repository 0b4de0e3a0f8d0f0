package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The times that README and contract promise. */
final class LifecycleTimesTest {

  private final LifecycleTimes usual = LifecycleTimes.usual(Duration.ofSeconds(30));

  @Test
  void a_change_counts_within_two_seconds() {
    // It is just missed by one look, seen by the next, and counts after a third.
    assertThat(usual.look().multipliedBy(3)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void a_call_has_its_whole_time_to_end_in_a_version_that_was_replaced() {
    assertThat(usual.drain()).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void the_waits_between_tries_double_up_to_five_minutes() {
    assertThat(usual.again(1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(usual.again(2)).isEqualTo(Duration.ofSeconds(10));
    assertThat(usual.again(6)).isEqualTo(Duration.ofSeconds(160));
    assertThat(usual.again(7)).isEqualTo(Duration.ofMinutes(5));
    assertThat(usual.again(1_000_000)).isEqualTo(Duration.ofMinutes(5));
  }
}
