package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ManualClock;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.record.Quota;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script's calendar against the JDK's, by a clock of the test's own. */
class CalendarIT extends LinkedTest {

  private final ManualClock clock = new ManualClock(Instant.EPOCH);

  private Verdict charge(Instant now, String quota) {
    clock.set(now);
    LimitRule limit = LimitRule.of(Scope.TENANT, "tenant", null, Quota.parseAll(quota).get(0));
    return new ClockedLimiter(link, KEYS, clock).charge("demo", Cost.of(List.of(limit), 1)).await();
  }

  private void assertEnds(Instant now, String unit, LocalDate first) {
    redis.flush();
    long expected = (ChronoUnit.MICROS.between(now, first.atStartOfDay(ZoneOffset.UTC).toInstant()) + 999) / 1000;
    assertThat(charge(now, "10/" + unit).decided().resetMillis()).as("ms from %s to the end of its %s", now, unit).isEqualTo(expected);
  }

  @Test
  void days_and_months_end_where_the_calendar_says() {
    LocalDate day = LocalDate.of(2023, 12, 30);
    for (int i = 0; i < 1_200; i += 13) {
      Instant now = day.plusDays(i).atTime(23, 59, 59, 999_999_000).toInstant(ZoneOffset.UTC);
      assertEnds(now, "1d", day.plusDays(i + 1));
      assertEnds(now, "1mo", day.plusDays(i).withDayOfMonth(1).plusMonths(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-02-28", "2024-02-29", "2024-03-01", "2026-02-28", "2026-12-31", "2027-01-01", "2100-02-28", "2000-02-29",
      "2026-11-30"})
  void a_leap_day_and_a_new_year_are_no_surprise(String date) {
    LocalDate day = LocalDate.parse(date);
    for (Instant now : List.of(day.atStartOfDay().toInstant(ZoneOffset.UTC), day.atTime(12, 0).toInstant(ZoneOffset.UTC))) {
      assertEnds(now, "1d", day.plusDays(1));
      assertEnds(now, "1mo", day.withDayOfMonth(1).plusMonths(1));
    }
  }

  @Test
  void what_was_used_is_back_with_the_first_microsecond_of_the_next_day() {
    Instant last = Instant.parse("2026-12-31T23:59:59.999999Z");
    for (String quota : List.of("1/1d", "1/1mo")) {
      assertThat(charge(last, quota).allowed()).isTrue();
      Verdict denied = charge(last, quota);
      assertThat(denied.allowed()).isFalse();
      assertThat(denied.retryAfterMillis()).isEqualTo(1);
      assertThat(charge(Instant.parse("2027-01-01T00:00:00Z"), quota).allowed()).isTrue();
    }
  }
}
