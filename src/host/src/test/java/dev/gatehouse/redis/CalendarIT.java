package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script's calendar against the JDK's: the script itself, in Redis, with nothing changed but the clock that it reads. */
class CalendarIT extends LinkedTest {

  private static final String CLOCK = "redis.call('TIME')";

  private Response charge(Instant now, String... args) {
    String time = "{ " + now.getEpochSecond() + ", " + now.getNano() / 1000 + " }";
    Request eval = Request.cmd(Command.EVAL).arg(script().replace(CLOCK, time)).arg(1).arg("mcp:rate:{demo}:tenant:x");
    Stream.of(args).forEach(eval::arg);
    return link.send(eval).await();
  }

  private static String script() {
    try (InputStream in = CalendarIT.class.getResourceAsStream("charge.lua")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(script).containsOnlyOnce(CLOCK);
      return script;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertEnds(Instant now, String period, LocalDate first) {
    redis.flush();
    Response reply = charge(now, "1", "10", period);
    long expected = (ChronoUnit.MICROS.between(now, first.atStartOfDay(ZoneOffset.UTC).toInstant()) + 999) / 1000;
    assertThat(reply.get(4).toLong()).as("ms from %s to the end of its %s", now, period).isEqualTo(expected);
  }

  @Test
  void days_and_months_end_where_the_calendar_says() {
    LocalDate day = LocalDate.of(2023, 12, 30);
    for (int i = 0; i < 1_200; i += 13) {
      Instant now = day.plusDays(i).atTime(23, 59, 59, 999_999_000).toInstant(ZoneOffset.UTC);
      assertEnds(now, "day", day.plusDays(i + 1));
      assertEnds(now, "month", day.plusDays(i).withDayOfMonth(1).plusMonths(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-02-28", "2024-02-29", "2024-03-01", "2026-02-28", "2026-12-31", "2027-01-01", "2100-02-28", "2000-02-29",
      "2026-11-30"})
  void a_leap_day_and_a_new_year_are_no_surprise(String date) {
    LocalDate day = LocalDate.parse(date);
    for (Instant now : List.of(day.atStartOfDay().toInstant(ZoneOffset.UTC), day.atTime(12, 0).toInstant(ZoneOffset.UTC))) {
      assertEnds(now, "day", day.plusDays(1));
      assertEnds(now, "month", day.withDayOfMonth(1).plusMonths(1));
    }
  }

  @Test
  void what_was_used_is_back_with_the_first_microsecond_of_the_next_day() {
    Instant last = Instant.parse("2026-12-31T23:59:59.999999Z");
    redis.cli("SET", "mcp:rate:{demo}:tenant:x", "1 20261231");
    Response denied = charge(last, "1", "1", "day");
    assertThat(denied.get(0).toInteger()).isZero();
    assertThat(denied.get(2).toInteger()).as("ms to wait").isEqualTo(1);
    assertThat(charge(Instant.parse("2027-01-01T00:00:00Z"), "1", "1", "day").get(0).toInteger()).isEqualTo(1);
    redis.cli("SET", "mcp:rate:{demo}:tenant:x", "1 202612");
    assertThat(charge(last, "1", "1", "month").get(0).toInteger()).isZero();
    assertThat(charge(Instant.parse("2027-01-01T00:00:00Z"), "1", "1", "month").get(0).toInteger()).isEqualTo(1);
  }
}
