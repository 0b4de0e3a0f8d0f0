package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.SameDay;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.record.Quota;
import dev.gatehouse.record.Rate;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SameDay.class)
class RedisLimiterIT extends LinkedTest {

  private static final long MINUTE = 60_000;
  /** How long a test may have taken between two calls, in ms. */
  private static final long SLACK = 10_000;

  private RedisLimiter limiter;

  @BeforeEach
  void open() {
    limiter = new RedisLimiter(link, KEYS, true);
  }

  private static LimitRule limit(String subject, String rate) {
    return LimitRule.of(Scope.KEY, subject, null, Rate.parseAll(rate).get(0));
  }

  private static LimitRule quota(String subject, String quota) {
    return LimitRule.of(Scope.KEY, subject, null, Quota.parseAll(quota).get(0));
  }

  private Verdict charge(LimitRule... limits) {
    return limiter.charge("demo", Cost.of(List.of(limits), 1)).await();
  }

  private static String cell(LimitRule limit) {
    return KEYS.rate("demo", limit);
  }

  /** Turns the clock of one limit forward, by turning its cell back. */
  private void pass(LimitRule limit, Duration time) {
    String[] cell = redis.cli("GET", cell(limit)).split(" ");
    redis.cli("SET", cell(limit), cell[0] + ' ' + (Long.parseLong(cell[1]) - time.toNanos() / 1000), "KEEPTTL");
  }

  private static void assertAbout(long actual, long expected) {
    assertThat(actual).isBetween(expected - SLACK, expected);
  }

  @Test
  void a_burst_is_admitted_and_counted_down() {
    LimitRule hourly = limit("key:a", "3/1h");
    for (int left = 2; left >= 0; left--) {
      Verdict verdict = charge(hourly);
      assertThat(verdict.allowed()).isTrue();
      assertThat(verdict.limit()).isEqualTo(hourly);
      assertThat(verdict.decided().remaining()).isEqualTo(left);
      assertThat(verdict.retryAfterMillis()).isZero();
      assertAbout(verdict.decided().resetMillis(), (3L - left) * 20 * MINUTE);
    }
  }

  @Test
  void the_call_after_the_burst_is_told_when_to_come_again() {
    LimitRule hourly = limit("key:a", "3/1h");
    for (int i = 0; i < 3; i++) {
      charge(hourly);
    }
    Verdict denied = charge(hourly);
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.decided().remaining()).isZero();
    assertAbout(denied.retryAfterMillis(), 20 * MINUTE);
    assertAbout(denied.decided().resetMillis(), 60 * MINUTE);
  }

  @Test
  void the_wait_told_is_enough_and_no_more_than_needed() {
    LimitRule hourly = limit("key:a", "3/1h");
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
    LimitRule hourly = limit("key:a", "3/1h");
    charge(hourly);
    pass(hourly, Duration.ofDays(3));
    assertThat(charge(hourly).decided().remaining()).isEqualTo(2);
  }

  @Test
  void a_denied_call_spends_nothing_of_any_limit() {
    LimitRule narrow = limit("key:a", "1/1h");
    LimitRule wide = limit("owner:alice", "10/1h");
    charge(wide, narrow);
    String before = redis.cli("MGET", cell(wide), cell(narrow));
    for (int i = 0; i < 5; i++) {
      Verdict denied = charge(wide, narrow);
      assertThat(denied.allowed()).isFalse();
      assertThat(denied.limit()).isEqualTo(narrow);
    }
    assertThat(redis.cli("MGET", cell(wide), cell(narrow))).isEqualTo(before);
    assertThat(charge(wide).decided().remaining()).isEqualTo(8);
  }

  @Test
  void of_several_exhausted_limits_the_longest_wait_is_told() {
    LimitRule hourly = limit("key:a", "1/1h");
    LimitRule daily = limit("key:a", "1/1d");
    charge(hourly, daily);
    Verdict denied = charge(daily, hourly);
    assertThat(denied.limit()).isEqualTo(daily);
    assertAbout(denied.retryAfterMillis(), 24 * 60 * MINUTE);
  }

  @Test
  void of_several_limits_that_admit_the_one_closest_to_exhaustion_is_told() {
    LimitRule wide = limit("tenant", "1000/1h");
    LimitRule narrow = limit("key:a", "5/1h");
    Verdict verdict = charge(wide, narrow, limit("owner:alice", "100/1h"));
    assertThat(verdict.limit()).isEqualTo(narrow);
    assertThat(verdict.decided().remaining()).isEqualTo(4);
  }

  @Test
  void subjects_tenants_and_rates_are_counted_apart() {
    LimitRule narrow = limit("key:a", "1/1h");
    assertThat(charge(narrow).allowed()).isTrue();
    assertThat(charge(limit("key:b", "1/1h")).allowed()).isTrue();
    assertThat(charge(limit("key:a", "2/1h")).allowed()).isTrue();
    assertThat(limiter.charge("other", Cost.of(List.of(narrow), 1)).await().allowed()).isTrue();
    assertThat(charge(narrow).allowed()).isFalse();
  }

  @Test
  void a_cell_lives_until_it_is_whole() {
    LimitRule minutely = limit("key:a", "6/1m");
    charge(minutely);
    charge(minutely);
    assertAbout(Long.parseLong(redis.cli("PTTL", cell(minutely))), 20_000);
    assertThat(redis.cli("GET", cell(minutely))).as("a debt and microseconds").matches("[\\d.]+ \\d{16}");
  }

  @Test
  void a_cell_of_an_earlier_build_is_understood() {
    LimitRule hourly = limit("key:a", "1000/1h");
    redis.cli("SET", cell(hourly), "12.000000000000002 " + System.currentTimeMillis() + "000");
    assertThat(charge(hourly).decided().remaining()).isBetween(986L, 990L);
  }

  @Test
  void a_cell_that_was_leased_from_holds_back_what_comes_back_in_the_time_of_a_lease() {
    LimitRule hourly = limit("key:a", "1000/1h");
    redis.cli("SET", cell(hourly), "0 01800000000000000");
    assertThat(charge(hourly).decided().remaining()).isEqualTo(998);
    assertThat(redis.cli("GET", cell(hourly))).as("still marked").matches("[\\d.]+ 0\\d{16}");
  }

  @Test
  void a_cell_that_is_whole_is_gone() throws Exception {
    LimitRule fast = limit("key:a", "1000/1s");
    charge(fast);
    Thread.sleep(100);
    assertThat(redis.cli("EXISTS", cell(fast))).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({"7/1h, 7", "1/1h, 1", "1000/1d, 1000", "997/366d, 997"})
  void the_burst_is_exact_also_where_intervals_are_no_whole_microseconds(String rate, int burst) {
    LimitRule odd = limit("key:a", rate);
    List<Future<Verdict>> calls = new ArrayList<>();
    for (int i = 0; i < burst + 5; i++) {
      calls.add(limiter.charge("demo", Cost.of(List.of(odd), 1)));
    }
    Future.join(calls).await();
    assertThat(calls.stream().filter(call -> call.result().allowed())).hasSize(burst);
  }

  @ParameterizedTest
  @CsvSource({"1000000000/1ms, 999999999", "1000000000/366d, 999999999", "1/366d, 0", "1/1ms, 0"})
  void the_extremes_of_a_rate_can_be_counted(String rate, long remaining) {
    assertThat(charge(limit("key:a", rate)).decided().remaining()).isEqualTo(remaining);
  }

  @Test
  void two_hosts_at_once_never_admit_more_than_the_burst() {
    RedisLink otherLink = link();
    RedisLimiter other = new RedisLimiter(otherLink, KEYS, true);
    List<LimitRule> limits = List.of(limit("key:a", "100/1d"), limit("owner:alice", "1000/1d"));
    List<Future<Verdict>> calls = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      calls.add(limiter.charge("demo", Cost.of(limits, 1)));
      calls.add(other.charge("demo", Cost.of(limits, 1)));
    }
    Future.join(calls).await();
    assertThat(calls.stream().filter(call -> call.result().allowed())).hasSize(100);
    otherLink.close().await();
  }

  @Test
  void a_clock_that_jumps_back_gives_nothing_away() {
    LimitRule hourly = limit("key:a", "1/1h");
    charge(hourly);
    pass(hourly, Duration.ofHours(-2));
    Verdict denied = charge(hourly);
    assertThat(denied.allowed()).isFalse();
    assertAbout(denied.retryAfterMillis(), 60 * MINUTE);
  }

  @Test
  void a_cell_that_cannot_be_read_fails_instead_of_admitting() {
    LimitRule hourly = limit("key:a", "1/1h");
    redis.cli("SET", cell(hourly), "lots");
    assertThatThrownBy(() -> charge(hourly)).isInstanceOf(StoreUnavailableException.class).hasMessageContaining(cell(hourly));
    redis.cli("DEL", cell(hourly));
    redis.cli("RPUSH", cell(hourly), "lots");
    assertThatThrownBy(() -> charge(hourly)).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("WRONGTYPE");
  }

  @Test
  void of_five_limits_one_exhausted_quota_keeps_all_others_untouched() {
    LimitRule day = quota("key:a", "2/1d");
    LimitRule[] five = {limit("tenant", "100/1h"), limit("owner:alice", "90/1h"), limit("key:a", "80/1h"), limit("key:a", "70/1d"), day};
    charge(five);
    charge(five);
    String[] mget = Stream.concat(Stream.of("MGET"), Stream.of(five).map(RedisLimiterIT::cell)).toArray(String[]::new);
    String before = redis.cli(mget);
    for (int i = 0; i < 3; i++) {
      Verdict denied = charge(five);
      assertThat(denied.allowed()).isFalse();
      assertThat(denied.limit()).isEqualTo(day);
      assertThat(denied.standings()).extracting(standing -> standing.limit()).containsExactly(five);
      assertThat(denied.standings()).extracting(standing -> standing.remaining()).containsExactly(98L, 88L, 78L, 68L, 0L);
    }
    assertThat(redis.cli(mget)).isEqualTo(before);
  }

  @Test
  void a_call_takes_what_it_costs_from_every_limit() {
    LimitRule hourly = limit("key:a", "10/1h");
    LimitRule monthly = quota("key:a", "100/1mo");
    Verdict verdict = limiter.charge("demo", Cost.of(List.of(hourly, monthly), 4)).await();
    assertThat(verdict.standings()).extracting(standing -> standing.remaining()).containsExactly(6L, 96L);
    limiter.charge("demo", Cost.of(List.of(hourly, monthly), 4)).await();
    Verdict denied = limiter.charge("demo", Cost.of(List.of(hourly, monthly), 4)).await();
    assertThat(denied.allowed()).isFalse();
    assertAbout(denied.retryAfterMillis(), 12 * MINUTE);
    assertThat(denied.decided().remaining()).isEqualTo(2);
    assertThat(charge(hourly, monthly).allowed()).as("a cheap one still fits").isTrue();
  }

  @Test
  void what_a_call_took_is_given_back_and_no_more() {
    LimitRule hourly = limit("key:a", "10/1h");
    LimitRule monthly = quota("key:a", "100/1mo");
    List<LimitRule> both = List.of(hourly, monthly);
    limiter.charge("demo", Cost.of(both, 3)).await();
    limiter.charge("demo", Cost.of(both, 4)).await();

    limiter.adjust("demo", Cost.of(both, -4)).await();
    assertThat(limiter.charge("demo", Cost.of(both, 1)).await().standings()).extracting(standing -> standing.remaining())
        .containsExactly(6L, 96L);

    limiter.adjust("demo", Cost.of(both, -40)).await();
    assertThat(limiter.charge("demo", Cost.of(both, 1)).await().standings()).extracting(standing -> standing.remaining())
        .containsExactly(9L, 99L);
  }

  @Test
  void a_limit_that_has_become_narrower_meanwhile_takes_its_charge_back_too() {
    limiter.charge("demo", Cost.of(List.of(quota("key:a", "100/1d")), 50)).await();
    LimitRule narrow = quota("key:a", "20/1d");

    limiter.adjust("demo", Cost.of(List.of(narrow), -40)).await();

    assertThat(charge(narrow).decided().remaining()).isEqualTo(9);
  }

  @Test
  void a_call_that_costs_more_than_a_limit_ever_has_is_told_so() {
    Verdict denied = limiter.charge("demo", Cost.of(List.of(limit("key:a", "1/1h"), quota("key:a", "3/1d")), 2)).await();
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.never()).isTrue();
    assertThat(denied.limit()).isEqualTo(limit("key:a", "1/1h"));
  }

  @Test
  void a_quota_that_is_raised_goes_on_from_what_was_used() {
    charge(quota("key:a", "2/1d"));
    charge(quota("key:a", "2/1d"));
    assertThat(charge(quota("key:a", "2/1d")).allowed()).isFalse();
    assertThat(charge(quota("key:a", "5/1d")).decided().remaining()).isEqualTo(2);
  }

  @Test
  void a_quota_of_an_earlier_day_is_forgotten_and_one_of_a_later_day_is_not() {
    LimitRule day = quota("key:a", "2/1d");
    redis.cli("SET", cell(day), "2 20200229");
    assertThat(charge(day).decided().remaining()).isEqualTo(1);
    redis.cli("SET", cell(day), "2 29990101");
    assertThat(charge(day).allowed()).as("the clock went back").isFalse();
  }

  @Test
  void a_quota_is_gone_with_its_day() {
    LimitRule day = quota("key:a", "2/1d");
    Verdict verdict = charge(day);
    assertThat(Long.parseLong(redis.cli("PTTL", cell(day)))).isBetween(verdict.decided().resetMillis() - SLACK,
        verdict.decided().resetMillis());
    assertThat(redis.cli("GET", cell(day))).matches("1 \\d{8}");
  }

  @Test
  void without_memory_nothing_is_admitted() {
    charge(limit("key:a", "9/1h"));
    redis.cli("CONFIG", "SET", "maxmemory", "1kb");
    try {
      assertThatThrownBy(() -> charge(limit("key:b", "9/1h"))).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("OOM");
    } finally {
      redis.cli("CONFIG", "SET", "maxmemory", "0");
    }
    assertThat(charge(limit("key:b", "9/1h")).allowed()).isTrue();
  }
}
