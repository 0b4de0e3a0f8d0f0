package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.Limiter.Limit;
import dev.gatehouse.auth.Limiter.Verdict;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.Rate;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisLimiterIT extends LinkedTest {

  private static final long MINUTE = 60_000;
  /** How long a test may have taken between two calls, in ms. */
  private static final long SLACK = 10_000;

  private RedisLimiter limiter;

  @BeforeEach
  void open() {
    limiter = new RedisLimiter(link, KEYS);
  }

  private static Limit limit(String subject, String rate) {
    return new Limit(subject, Rate.parseAll(rate).get(0));
  }

  private Verdict charge(Limit... limits) {
    return limiter.charge("demo", List.of(limits)).await();
  }

  private static String cell(Limit limit) {
    return KEYS.rate("demo", limit.subject(), limit.rate());
  }

  /** Turns the clock of one limit forward, by turning its cell back. */
  private void pass(Limit limit, Duration time) {
    String[] cell = redis.cli("GET", cell(limit)).split(" ");
    redis.cli("SET", cell(limit), cell[0] + ' ' + (Long.parseLong(cell[1]) - time.toNanos() / 1000), "KEEPTTL");
  }

  private static void assertAbout(long actual, long expected) {
    assertThat(actual).isBetween(expected - SLACK, expected);
  }

  @Test
  void a_burst_is_admitted_and_counted_down() {
    Limit hourly = limit("key:a", "3/1h");
    for (int left = 2; left >= 0; left--) {
      Verdict verdict = charge(hourly);
      assertThat(verdict.allowed()).isTrue();
      assertThat(verdict.limit()).isEqualTo(hourly);
      assertThat(verdict.remaining()).isEqualTo(left);
      assertThat(verdict.retryAfterMillis()).isZero();
      assertAbout(verdict.resetMillis(), (3 - left) * 20 * MINUTE);
    }
  }

  @Test
  void the_call_after_the_burst_is_told_when_to_come_again() {
    Limit hourly = limit("key:a", "3/1h");
    for (int i = 0; i < 3; i++) {
      charge(hourly);
    }
    Verdict denied = charge(hourly);
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.remaining()).isZero();
    assertAbout(denied.retryAfterMillis(), 20 * MINUTE);
    assertAbout(denied.resetMillis(), 60 * MINUTE);
  }

  @Test
  void the_wait_told_is_enough_and_no_more_than_needed() {
    Limit hourly = limit("key:a", "3/1h");
    for (int i = 0; i < 3; i++) {
      charge(hourly);
    }
    pass(hourly, Duration.ofMillis(20 * MINUTE - SLACK));
    Verdict early = charge(hourly);
    assertThat(early.allowed()).isFalse();
    assertThat(early.retryAfterMillis()).isBetween(1L, SLACK);
    pass(hourly, Duration.ofMillis(early.retryAfterMillis()));
    assertThat(charge(hourly).allowed()).isTrue();
    assertThat(charge(hourly).allowed()).as("one came back, not two").isFalse();
  }

  @Test
  void after_a_whole_period_the_whole_burst_is_back_and_not_more() {
    Limit hourly = limit("key:a", "3/1h");
    charge(hourly);
    pass(hourly, Duration.ofDays(3));
    assertThat(charge(hourly).remaining()).isEqualTo(2);
  }

  @Test
  void a_denied_call_spends_nothing_of_any_limit() {
    Limit narrow = limit("key:a", "1/1h");
    Limit wide = limit("owner:alice", "10/1h");
    charge(wide, narrow);
    String before = redis.cli("MGET", cell(wide), cell(narrow));
    for (int i = 0; i < 5; i++) {
      Verdict denied = charge(wide, narrow);
      assertThat(denied.allowed()).isFalse();
      assertThat(denied.limit()).isEqualTo(narrow);
    }
    assertThat(redis.cli("MGET", cell(wide), cell(narrow))).isEqualTo(before);
    assertThat(charge(wide).remaining()).isEqualTo(8);
  }

  @Test
  void of_several_exhausted_limits_the_longest_wait_is_told() {
    Limit hourly = limit("key:a", "1/1h");
    Limit daily = limit("key:a", "1/1d");
    charge(hourly, daily);
    Verdict denied = charge(daily, hourly);
    assertThat(denied.limit()).isEqualTo(daily);
    assertAbout(denied.retryAfterMillis(), 24 * 60 * MINUTE);
  }

  @Test
  void of_several_limits_that_admit_the_one_closest_to_exhaustion_is_told() {
    Limit wide = limit("tenant", "1000/1h");
    Limit narrow = limit("key:a", "5/1h");
    Verdict verdict = charge(wide, narrow, limit("owner:alice", "100/1h"));
    assertThat(verdict.limit()).isEqualTo(narrow);
    assertThat(verdict.remaining()).isEqualTo(4);
  }

  @Test
  void the_same_limit_twice_counts_once() {
    Limit narrow = limit("key:a", "5/1h");
    assertThat(charge(narrow, narrow).remaining()).isEqualTo(4);
  }

  @Test
  void subjects_tenants_and_rates_are_counted_apart() {
    Limit narrow = limit("key:a", "1/1h");
    assertThat(charge(narrow).allowed()).isTrue();
    assertThat(charge(limit("key:b", "1/1h")).allowed()).isTrue();
    assertThat(charge(limit("key:a", "2/1h")).allowed()).isTrue();
    assertThat(limiter.charge("other", List.of(narrow)).await().allowed()).isTrue();
    assertThat(charge(narrow).allowed()).isFalse();
  }

  @Test
  void a_cell_lives_until_it_is_whole() {
    Limit minutely = limit("key:a", "6/1m");
    charge(minutely);
    charge(minutely);
    assertAbout(Long.parseLong(redis.cli("PTTL", cell(minutely))), 20_000);
    assertThat(redis.cli("GET", cell(minutely))).as("a debt and microseconds").matches("[\\d.]+ \\d{16}");
  }

  @Test
  void a_cell_that_is_whole_is_gone() throws Exception {
    Limit fast = limit("key:a", "1000/1s");
    charge(fast);
    Thread.sleep(100);
    assertThat(redis.cli("EXISTS", cell(fast))).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({"7/1h, 7", "1/1h, 1", "1000/1d, 1000", "997/366d, 997"})
  void the_burst_is_exact_also_where_intervals_are_no_whole_microseconds(String rate, int burst) {
    Limit odd = limit("key:a", rate);
    List<Future<Verdict>> calls = new ArrayList<>();
    for (int i = 0; i < burst + 5; i++) {
      calls.add(limiter.charge("demo", List.of(odd)));
    }
    Future.join(calls).await();
    assertThat(calls.stream().filter(call -> call.result().allowed())).hasSize(burst);
  }

  @ParameterizedTest
  @CsvSource({"1000000000/1ms, 999999999", "1000000000/366d, 999999999", "1/366d, 0", "1/1ms, 0"})
  void the_extremes_of_a_rate_can_be_counted(String rate, long remaining) {
    assertThat(charge(limit("key:a", rate)).remaining()).isEqualTo(remaining);
  }

  @Test
  void two_hosts_at_once_never_admit_more_than_the_burst() {
    RedisLink otherLink = link();
    RedisLimiter other = new RedisLimiter(otherLink, KEYS);
    List<Limit> limits = List.of(limit("key:a", "100/1d"), limit("owner:alice", "1000/1d"));
    List<Future<Verdict>> calls = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      calls.add(limiter.charge("demo", limits));
      calls.add(other.charge("demo", limits));
    }
    Future.join(calls).await();
    assertThat(calls.stream().filter(call -> call.result().allowed())).hasSize(100);
    otherLink.close().await();
  }

  @Test
  void a_clock_that_jumps_back_gives_nothing_away() {
    Limit hourly = limit("key:a", "1/1h");
    charge(hourly);
    pass(hourly, Duration.ofHours(-2));
    Verdict denied = charge(hourly);
    assertThat(denied.allowed()).isFalse();
    assertAbout(denied.retryAfterMillis(), 60 * MINUTE);
  }

  @Test
  void a_cell_that_cannot_be_read_fails_instead_of_admitting() {
    Limit hourly = limit("key:a", "1/1h");
    redis.cli("SET", cell(hourly), "lots");
    assertThatThrownBy(() -> charge(hourly)).isInstanceOf(StoreUnavailableException.class).hasMessageContaining(cell(hourly));
    redis.cli("DEL", cell(hourly));
    redis.cli("RPUSH", cell(hourly), "lots");
    assertThatThrownBy(() -> charge(hourly)).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("WRONGTYPE");
  }
}
