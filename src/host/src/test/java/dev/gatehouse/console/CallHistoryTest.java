package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.CallTotals;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of calls over time. */
class CallHistoryTest {

  private static final double[] BOUNDS = {0.01, 0.1, Double.POSITIVE_INFINITY};
  private static final Instant START = Instant.parse("2026-07-28T12:00:00Z");

  private static CallTotals totals(long ran, long failed, long refused) {
    return new CallTotals(ran, failed, refused, BOUNDS, new long[] {ran / 2, ran - ran / 2, 0});
  }

  @Test
  void a_point_is_what_came_since_the_last_one_by_the_second() {
    CallSeries series = new CallSeries(10);
    series.add(START, totals(100, 10, 1));
    assertThat(series.json().path("t")).isEmpty();

    series.add(START.plusSeconds(2), totals(120, 14, 11));
    JsonNode json = series.json();
    assertThat(json.path("t").path(0).asLong()).isEqualTo(START.plusSeconds(2).getEpochSecond());
    assertThat(json.path("calls").path(0).asDouble()).isEqualTo(10);
    assertThat(json.path("errors").path(0).asDouble()).isEqualTo(2);
    assertThat(json.path("refused").path(0).asDouble()).isEqualTo(5);
    assertThat(json.path("p50").path(0).asDouble()).isEqualTo(10);
    assertThat(json.path("p95").path(0).asDouble()).isEqualTo(91);
  }

  @Test
  void a_time_without_calls_has_no_latency_and_counters_that_fall_are_no_calls() {
    CallSeries series = new CallSeries(10);
    series.add(START, totals(100, 0, 0));
    series.add(START.plusSeconds(1), totals(40, 0, 0));
    assertThat(series.latest().path("calls").asDouble()).isZero();
    assertThat(series.latest().path("p95").isNull()).isTrue();
  }

  @Test
  void the_oldest_points_give_way() {
    CallSeries series = new CallSeries(40);
    for (int i = 0; i <= 100; i++) {
      series.add(START.plusSeconds(i), totals((long) i * i, 0, 0));
    }
    JsonNode times = series.json().path("t");
    assertThat(times.size()).isEqualTo(40);
    for (int i = 0; i < 40; i++) {
      assertThat(times.path(i).asLong()).isEqualTo(START.plusSeconds(61 + i).getEpochSecond());
    }
    assertThat(series.json().path("calls").path(39).asDouble()).isEqualTo(100 * 100 - 99 * 99);
  }

  @Test
  void a_tenant_that_comes_later_has_had_no_calls_before() {
    CallHistory history = new CallHistory(Map::of);
    Instant later = Instant.now().plusSeconds(10);
    history.add(later, Map.of("demo", totals(100, 0, 0)));
    assertThat(history.latest("demo").path("calls").asDouble()).isBetween(5.0, 11.0);
    assertThat(history.latest("nobody")).isEmpty();
  }

  @Test
  void calls_of_the_last_day_are_counted_to_the_last_look() {
    CallHistory history = new CallHistory(Map::of);
    Instant start = Instant.now();
    history.add(start.plusSeconds(61), Map.of("demo", totals(100, 10, 1)));
    history.add(start.plusSeconds(71), Map.of("demo", totals(103, 11, 5)));
    JsonNode soon = history.counts("demo", start.plusSeconds(72));
    assertThat(soon.path("calls").asLong() + " " + soon.path("errors").asLong() + " " + soon.path("refused").asLong())
        .isEqualTo("103 11 5");
    assertThat(soon.path("seconds").asLong()).isBetween(71L, 100L);

    Instant later = start.plusSeconds(86_400);
    history.add(later, Map.of("demo", totals(110, 11, 5)));
    JsonNode day = history.counts("demo", later.plusSeconds(100));
    assertThat(day.path("calls").asLong()).isEqualTo(10);
    assertThat(day.path("seconds").asLong()).isEqualTo(86_400);
    assertThat(history.counts("nobody", later).path("calls").asLong()).isZero();
  }

  @Test
  void many_tenants_do_not_take_more_and_more_memory() {
    CallHistory history = new CallHistory(Map::of);
    for (int i = 0; i < 1_000; i++) {
      history.add(Instant.now(), Map.of("t" + i, totals(1, 0, 0)));
    }
    long known = java.util.stream.IntStream.range(0, 1_000).filter(i -> !history.latest("t" + i).isEmpty()).count();
    assertThat(known).isBetween(90L, 110L);
  }
}
