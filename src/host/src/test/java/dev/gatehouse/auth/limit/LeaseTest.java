package dev.gatehouse.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.limit.Lease.Slice;
import dev.gatehouse.record.Rate;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {

  private static final Rate RATE = new Rate(10_000, Duration.ofSeconds(1));
  private static final long SPAN = RATE.leaseNanos();

  private long now = 5;
  private final Lease lease = new Lease(RATE, now);

  /** As many calls as the rate has, each counted by the script. */
  private void warmUp() {
    for (int i = 0; i < 10_000; i++) {
      now += 100_000;
      lease.admitted(1);
      if (i % 100 == 0) {
        lease.granted(0, now, now - SPAN);
        lease.ask(now);
      }
    }
    lease.granted(0, now, now - SPAN);
  }

  private long grant() {
    long amount = lease.ask(now);
    lease.granted(amount, now, now);
    return amount;
  }

  @ParameterizedTest
  @CsvSource({"1000/1s, 20", "399/1s, 0", "400/1s, 20", "100/100ms, 0", "1000000/1d, 0", "100000000/1d, 50", "100000/1m, 50", "9600/1m, 50",
      "9599/1m, 0", "1000000000/1ms, 0.02", "1/1h, 0"})
  void a_rate_is_leased_when_eight_calls_come_back_in_2_percent_of_its_period_or_50_ms(String rate, double millis) {
    assertThat(Rate.parseAll(rate).get(0).leaseNanos()).isEqualTo((long) (millis * 1_000_000));
  }

  @Test
  void nothing_is_leased_before_calls_have_earned_what_may_be_lost() {
    for (int i = 0; i < 199; i++) {
      now += 100_000;
      assertThat(lease.ask(now)).isZero();
      lease.admitted(1);
    }
    now += SPAN;
    lease.admitted(1);
    assertThat(lease.ask(now)).isEqualTo(4);
  }

  @Test
  void a_slice_is_as_large_as_what_is_likely_to_be_used_in_half_its_time() {
    warmUp();
    assertThat(grant()).isBetween(95L, 105L);
    assertThat(lease.ask(now)).as("not a second time").isLessThan(120);
  }

  @Test
  void a_slice_is_used_up_and_no_further() {
    warmUp();
    long amount = grant();
    for (long i = 0; i < amount; i++) {
      assertThat(lease.take(1, now)).isNotNull();
    }
    assertThat(lease.take(1, now)).isNull();
  }

  @Test
  void a_slice_ends_in_time_counted_from_when_it_was_asked_for() {
    warmUp();
    long amount = lease.ask(now);
    lease.granted(amount, now, now + SPAN / 2);
    now += SPAN - 1;
    assertThat(lease.take(1, now)).isNotNull();
    now++;
    assertThat(lease.take(1, now)).isNull();
    assertThat(lease.left()).isZero();
  }

  @Test
  void what_came_too_late_is_of_no_use() {
    warmUp();
    lease.granted(lease.ask(now), now, now + SPAN);
    now += SPAN;
    assertThat(lease.take(1, now)).isNull();
  }

  @Test
  void a_refill_is_due_when_half_is_used() {
    warmUp();
    long amount = grant();
    assertThat(lease.isDue(now)).isFalse();
    for (long i = 0; i < (amount + 1) / 2; i++) {
      now += 100_000;
      lease.take(1, now);
    }
    assertThat(lease.isDue(now)).isTrue();
    lease.ask(now);
    assertThat(lease.isDue(now)).as("asked already").isFalse();
  }

  @Test
  void what_is_put_back_can_be_used_until_its_slice_ends() {
    warmUp();
    long amount = grant();
    Slice slice = lease.take(10, now);
    lease.putBack(slice, 10, now);
    assertThat(lease.left()).isEqualTo(amount);
    slice = lease.take(10, now);
    now += SPAN;
    lease.putBack(slice, 10, now);
    assertThat(lease.take(1, now)).isNull();
  }

  @Test
  void without_redis_nothing_is_left() {
    warmUp();
    grant();
    lease.drop();
    assertThat(lease.take(1, now)).isNull();
  }

  @Test
  void after_a_pause_nothing_is_leased_for_calls_that_do_not_come() {
    warmUp();
    now += 100 * SPAN;
    assertThat(lease.ask(now)).isZero();
  }

  @Test
  void a_limit_that_has_nothing_to_lease_is_not_asked_again_at_once() {
    warmUp();
    lease.ask(now);
    lease.granted(0, now, now);
    assertThat(lease.ask(now + SPAN - 1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatever_callers_do_at_most_2_percent_of_what_was_used_is_lost(long seed) {
    Random random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
    long used = 0;
    long charged = 0;
    for (int i = 0; i < 200_000; i++) {
      now += random.nextInt(300) == 0 ? random.nextLong(3 * SPAN) : random.nextLong(60_000);
      long amount = 1L + random.nextInt(3);
      Slice slice = lease.take(amount, now);
      if (slice == null) {
        lease.admitted(amount);
        charged += amount;
      }
      used += amount;
      if (slice != null && random.nextInt(20) == 0) {
        lease.putBack(slice, amount, now);
        used -= amount;
      }
      long asked = lease.ask(now);
      if (asked > 0) {
        charged += asked;
        long sent = now;
        now += random.nextInt(500_000);
        if (random.nextInt(50) == 0) {
          lease.drop();
        } else {
          lease.granted(asked, sent, now);
        }
      }
    }
    now += 2 * SPAN;
    lease.take(1, now);
    assertThat((double) (charged - used) / used).isBetween(0.0, 0.02);
  }
}
