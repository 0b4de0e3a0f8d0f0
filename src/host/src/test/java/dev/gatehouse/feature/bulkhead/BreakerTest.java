package dev.gatehouse.feature.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BreakerTest {

  private long now = Long.MAX_VALUE - 5;
  private final Breaker breaker = new Breaker(() -> now);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed();
    }
  }

  @Test
  void it_lets_through_until_failures_in_a_row_are_too_many() {
    fail(Breaker.FAILURES - 1);
    assertThat(breaker.ask()).isSameAs(Breaker.Pass.FREE);
    breaker.succeeded();
    fail(Breaker.FAILURES - 1);
    assertThat(breaker.ask()).isSameAs(Breaker.Pass.FREE);

    breaker.failed();

    assertThat(breaker.ask()).isSameAs(Breaker.Pass.NONE);
    now += Breaker.REST.toNanos() - 1;
    assertThat(breaker.ask()).isSameAs(Breaker.Pass.NONE);
  }

  @Test
  void after_its_rest_one_call_sees_whether_it_works() {
    fail(Breaker.FAILURES);
    now += Breaker.REST.toNanos();

    assertThat(breaker.ask()).isSameAs(Breaker.Pass.TRIAL);
    assertThat(breaker.ask()).isSameAs(Breaker.Pass.NONE);
    breaker.succeeded();
    assertThat(breaker.ask()).isSameAs(Breaker.Pass.FREE);
  }

  @Test
  void it_says_how_long_it_rests_rounded_up() {
    fail(Breaker.FAILURES);
    assertThat(breaker.restSeconds()).isEqualTo(10);
    now += 1;
    assertThat(breaker.restSeconds()).isEqualTo(10);
    now += Duration.ofSeconds(8).toNanos();
    assertThat(breaker.restSeconds()).isEqualTo(2);
    now += Duration.ofMillis(1_999).toNanos();
    assertThat(breaker.restSeconds()).isEqualTo(1);
    now += Duration.ofSeconds(5).toNanos();
    assertThat(breaker.restSeconds()).as("a trial runs already, or may").isEqualTo(1);
  }

  @Test
  void when_that_one_could_not_run_the_next_one_sees() {
    fail(Breaker.FAILURES);
    now += Breaker.REST.toNanos();
    breaker.ask();

    breaker.untried();

    assertThat(breaker.ask()).isSameAs(Breaker.Pass.TRIAL);
    assertThat(breaker.ask()).isSameAs(Breaker.Pass.NONE);
  }

  @Test
  void it_rests_again_when_that_call_fails() {
    fail(Breaker.FAILURES);
    now += Breaker.REST.toNanos();
    breaker.ask();
    now += Duration.ofSeconds(1).toNanos();

    breaker.failed();

    now += Breaker.REST.toNanos() - 1;
    assertThat(breaker.ask()).isSameAs(Breaker.Pass.NONE);
  }

  @Test
  void it_is_open_until_a_trial_succeeds_and_has_opened_once() {
    fail(Breaker.FAILURES - 1);
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.openings()).isZero();

    breaker.failed();
    now += Breaker.REST.toNanos();
    breaker.ask();
    breaker.failed();
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.openings()).isEqualTo(1);

    breaker.succeeded();
    assertThat(breaker.isOpen()).isFalse();
    fail(Breaker.FAILURES);
    assertThat(breaker.openings()).isEqualTo(2);
  }
}
