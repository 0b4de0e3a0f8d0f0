package dev.gatehouse.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ManualClock;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.record.Quota;
import dev.gatehouse.record.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalLimiterTest {

  private static final LimitRule HOURLY = LimitRule.of(Scope.KEY, "key:a", null, Rate.parseAll("3/1h").get(0));
  private static final LimitRule DAILY = LimitRule.of(Scope.OWNER, "owner:ann", null, Quota.parseAll("5/1d").get(0));
  private static final LimitRule MONTHLY = LimitRule.of(Scope.TENANT, "tenant", null, Quota.parseAll("2/1mo").get(0));

  private final ManualClock clock = new ManualClock(Instant.parse("2026-12-31T23:00:00Z"));
  private final LocalLimiter limiter = new LocalLimiter(clock, 10);

  private Verdict charge(long cost, LimitRule... rules) {
    return limiter.charge("demo", Cost.of(List.of(rules), cost)).result();
  }

  @Test
  void a_burst_is_admitted_and_comes_back_one_by_one() {
    for (int left = 2; left >= 0; left--) {
      assertThat(charge(1, HOURLY).decided().remaining()).isEqualTo(left);
    }
    Verdict denied = charge(1, HOURLY);
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.retryAfterMillis()).isEqualTo(Duration.ofMinutes(20).toMillis());
    assertThat(denied.decided().resetMillis()).isEqualTo(Duration.ofHours(1).toMillis());
    clock.pass(Duration.ofMinutes(20));
    assertThat(charge(1, HOURLY).allowed()).isTrue();
    assertThat(charge(1, HOURLY).allowed()).isFalse();
  }

  @Test
  void all_are_charged_or_none() {
    charge(2, HOURLY, DAILY, MONTHLY);
    Verdict denied = charge(1, HOURLY, DAILY, MONTHLY);
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.limit()).isEqualTo(MONTHLY);
    assertThat(denied.retryAfterMillis()).isEqualTo(Duration.ofHours(1).toMillis());
    assertThat(denied.standings()).extracting(Limiter.Standing::remaining).containsExactly(1L, 3L, 0L);
  }

  @Test
  void what_a_call_took_is_given_back_and_no_more() {
    charge(2, HOURLY, DAILY);

    limiter.adjust("demo", Cost.of(List.of(HOURLY, DAILY), -1));
    assertThat(charge(1, HOURLY, DAILY).standings()).extracting(Limiter.Standing::remaining).containsExactly(1L, 3L);

    limiter.adjust("demo", Cost.of(List.of(HOURLY, DAILY, MONTHLY), -9));
    assertThat(charge(1, HOURLY, DAILY, MONTHLY).standings()).extracting(Limiter.Standing::remaining).containsExactly(2L, 4L, 1L);
  }

  @Test
  void what_a_call_took_is_given_back_even_when_one_of_its_limits_has_lost_its_place_to_another() {
    LimitRule brief = LimitRule.of(Scope.KEY, "key:a", null, Rate.parseAll("1/1s").get(0));
    LocalLimiter full = new LocalLimiter(clock, 2);
    full.charge("demo", Cost.of(List.of(brief, DAILY), 1));
    clock.pass(Duration.ofSeconds(2));
    assertThat(full.charge("other", Cost.of(List.of(HOURLY), 1)).succeeded()).isTrue();

    assertThat(full.adjust("demo", Cost.of(List.of(brief, DAILY), -1)).succeeded()).isTrue();
    assertThat(full.adjust("demo", Cost.of(List.of(brief), -1)).succeeded()).isTrue();
    assertThat(full.charge("demo", Cost.of(List.of(DAILY), 1)).result().decided().remaining()).isEqualTo(4);
  }

  @Test
  void a_quota_is_whole_again_when_its_month_ends() {
    charge(2, MONTHLY);
    clock.set(Instant.parse("2026-12-31T23:59:59.999Z"));
    assertThat(charge(1, MONTHLY).allowed()).isFalse();
    clock.set(Instant.parse("2027-01-01T00:00:00Z"));
    Verdict fresh = charge(1, MONTHLY);
    assertThat(fresh.allowed()).isTrue();
    assertThat(fresh.decided().resetMillis()).isEqualTo(Duration.ofDays(31).toMillis());
  }

  @Test
  void tenants_are_counted_apart() {
    charge(2, MONTHLY);
    assertThat(limiter.charge("other", Cost.of(List.of(MONTHLY), 2)).result().allowed()).isTrue();
  }

  @Test
  void what_costs_more_than_there_ever_is_is_told_first() {
    Verdict denied = charge(4, HOURLY, DAILY);
    assertThat(denied.never()).isTrue();
    assertThat(denied.limit()).isEqualTo(HOURLY);
  }

  @Test
  void no_more_limits_are_counted_than_fit_and_those_that_are_whole_make_room() {
    for (int i = 0; i < 10; i++) {
      assertThat(limiter.charge("t" + i, Cost.of(List.of(HOURLY), 1)).succeeded()).isTrue();
    }
    assertThat(limiter.charge("t10", Cost.of(List.of(HOURLY), 1)).cause()).isInstanceOf(StoreUnavailableException.class);
    assertThat(limiter.charge("t9", Cost.of(List.of(HOURLY), 1)).result().allowed()).as("a known one").isTrue();
    clock.pass(Duration.ofMinutes(21));
    assertThat(limiter.charge("t10", Cost.of(List.of(HOURLY), 1)).result().allowed()).isTrue();
  }
}
