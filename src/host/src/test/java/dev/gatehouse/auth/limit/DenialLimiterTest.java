package dev.gatehouse.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DenialLimiterTest {

  private final AtomicLong nanos = new AtomicLong(-5);
  private final DenialLimiter budget = new DenialLimiter(nanos::get);

  private long within(String caller, int times) {
    return IntStream.range(0, times).filter(i -> budget.charge(caller) == 0).count();
  }

  @Test
  void so_many_are_free_and_so_many_more_each_second() {
    assertThat(within("key", 1_000)).isEqualTo(100);
    assertThat(budget.charge("key")).isBetween(1L, 100L);
    nanos.addAndGet(1_000_000_000L);
    assertThat(within("key", 1_000)).isEqualTo(10);
    nanos.addAndGet(3_600_000_000_000L);
    assertThat(within("key", 1_000)).isEqualTo(100);
  }

  @Test
  void one_caller_spends_nothing_of_another() {
    within("key", 1_000);
    assertThat(within("other", 100)).isEqualTo(100);
  }

  @Test
  void any_number_of_callers_takes_bounded_memory_and_who_is_active_is_not_forgotten() {
    within("key", 1_000);
    for (int i = 0; i < 100_000; i++) {
      budget.charge("caller" + i);
      assertThat(budget.charge("key")).isPositive();
    }
  }
}
