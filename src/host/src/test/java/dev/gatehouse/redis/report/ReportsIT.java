package dev.gatehouse.redis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.SameDay;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Limits;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Quota;
import dev.gatehouse.record.Rate;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.RedisLimiter;
import dev.gatehouse.redis.report.UsageReport.By;
import dev.gatehouse.redis.report.UsageReport.Line;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Usage, audit, refusals, limits and the state of Redis, as reports read them. */
@ExtendWith(SameDay.class)
class ReportsIT extends LinkedTest {

  private static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);
  private static final LocalDate DAY = LocalDate.of(2026, 7, 28);

  private static Principal caller(LimitRule... rules) {
    Grants grants = new Grants(Patterns.none(), Patterns.none(), Patterns.none());
    return new Principal("demo", "0f3a9c21b7de", null, null, grants, new Limits(List.of(rules), List.of(), List.of()), "0f3a9c21b7de",
        false,
        null, "abcd1234");
  }

  @Test
  void what_is_left_of_limits_is_what_the_limiter_says_and_costs_nothing() {
    LimitRule rate = LimitRule.of(Scope.KEY, "key:0f3a9c21b7de", null, Rate.parseAll("10/1h").get(0));
    LimitRule quota = LimitRule.of(Scope.OWNER, "owner:ann", null, Quota.parseAll("5/1d").get(0));
    LimitRule fresh = LimitRule.of(Scope.TENANT, "tenant", "math_*", Rate.parseAll("7/1h").get(0));
    LimitsLeft left = new LimitsLeft(link, KEYS);
    new RedisLimiter(link, KEYS, true).charge("demo", Cost.of(List.of(rate, quota), 3)).await();

    for (int i = 0; i < 2; i++) {
      List<LimitsLeft.Left> now = left.of(caller(rate, quota, fresh)).await();
      assertThat(now).extracting(LimitsLeft.Left::limit, LimitsLeft.Left::left).containsExactlyInAnyOrder(
          tuple(rate, 7L), tuple(quota, 2L),
          tuple(fresh, 7L));
      assertThat(now).filteredOn(one -> one.limit().equals(rate))
          .allMatch(one -> one.resetMillis() > 900_000 && one.resetMillis() <= 1_080_000);
      assertThat(now).filteredOn(one -> one.limit().equals(fresh)).allMatch(one -> one.resetMillis() == 0);
    }
  }

  @Test
  void a_rate_that_is_leased_from_holds_back_what_the_script_does() {
    LimitRule rate = LimitRule.of(Scope.KEY, "key:a", null, Rate.parseAll("1000/1s").get(0));
    Instant now = Instant.parse("2026-07-28T12:00:00Z");
    String micros = now.getEpochSecond() + "000000";

    assertThat(LimitsLeft.left(rate, "100 " + micros, now).left()).isEqualTo(900);
    assertThat(LimitsLeft.left(rate, "100 0" + micros, now).left()).isEqualTo(880);
    assertThat(LimitsLeft.left(rate, "lots", now).left()).isZero();
  }

  private static void call(Instant at, String key, String owner, String tool, String outcome) {
    redis.cli("XADD", "mcp:audit:{demo}", at.toEpochMilli() + "-*", "at", at.toString(), "key", key, "owner", owner, "tool", tool,
        "outcome",
        outcome, "reason", "-", "ms", "12", "request", "1", "policy", "abcd1234", "method", "tools/call");
  }

  @Test
  void calls_are_found_the_newest_first_page_by_page() {
    Instant start = Instant.parse("2026-07-28T10:00:00Z");
    for (int i = 0; i < 50; i++) {
      call(start.plusSeconds(60L * i), i % 2 == 0 ? "a" : "b", "ann", i % 5 == 0 ? "math_add" : "look", i % 10 == 0 ? "error" : "ok");
    }
    AuditSearch search = new AuditSearch(link, KEYS);

    AuditSearch.Page first = search.newest("demo", ALL, "", 20, 1_000).await();
    AuditSearch.Page rest = search.newest("demo", ALL, first.next(), 100, 1_000).await();
    assertThat(first.calls()).hasSize(20).first().satisfies(call -> assertThat(call.at()).isEqualTo(start.plusSeconds(49 * 60)));
    assertThat(rest.calls()).hasSize(30).last().satisfies(call -> assertThat(call.at()).isEqualTo(start));
    assertThat(rest.next()).isNull();

    assertThat(search.newest("demo", new AuditFilter("math_*", null, null, null, null, null), "", 100, 1_000).await().calls()).hasSize(10)
        .allMatch(call -> "math_add".equals(call.name()) && call.kind().equals("tool") && call.millis() == 12 && call.reason() == null);
    assertThat(search.newest("demo", new AuditFilter(null, "a", "ann", "error", null, null), "", 100, 1_000).await().calls()).hasSize(5);
    assertThat(search.newest("demo", new AuditFilter(null, null, null, null, start.plusSeconds(600), start.plusSeconds(1_200)), "", 100,
        1_000).await().calls()).hasSize(11);
    assertThat(search.newest("acme", ALL, "", 100, 1_000).await().calls()).isEmpty();
  }

  @Test
  void a_search_pauses_after_so_many_entries_and_goes_on() {
    for (int i = 0; i < 30; i++) {
      call(Instant.parse("2026-07-28T10:00:00Z").plusSeconds(i), "a", "ann", i == 0 ? "rare" : "add", "ok");
    }
    AuditSearch search = new AuditSearch(link, KEYS);
    AuditFilter rare = new AuditFilter("rare", null, null, null, null, null);
    List<AuditEntry> found = new ArrayList<>();
    String from = "";
    int pages = 0;
    while (from != null) {
      AuditSearch.Page page = search.newest("demo", rare, from, 10, 10).await();
      found.addAll(page.calls());
      from = page.next();
      pages++;
    }
    assertThat(found).hasSize(1);
    assertThat(pages).isGreaterThan(2);
  }

  @Test
  void what_is_written_later_is_found_after_the_end() {
    AuditSearch search = new AuditSearch(link, KEYS);
    assertThat(search.end("demo").await()).isEqualTo("0-0");
    redis.cli("XADD", "mcp:audit:{demo}", "1-1", "tool", "old", "outcome", "ok");
    String end = search.end("demo").await();
    assertThat(search.after("demo", end).await()).isEmpty();

    redis.cli("XADD", "mcp:audit:{demo}", "*", "tool", "one", "outcome", "ok");
    redis.cli("XADD", "mcp:audit:{demo}", "*", "prompt", "two", "outcome", "ok");
    List<AuditEntry> calls = search.after("demo", end).await();
    assertThat(calls).extracting(AuditEntry::name).containsExactly("one", "two");
    assertThat(search.after("demo", calls.get(1).id()).await()).isEmpty();
  }

  @Test
  void refusals_of_a_day_are_found_those_of_late_first() {
    redis.cli("HSET", KEYS.refused("demo", DAY), "a\tann\ttools/call\tadd\tlimited\t1/1h of this key",
        "7\t2026-07-28T10:00:00Z\t2026-07-28T11:00:00Z", "b\t-\t-\t-\trefused\trevoked",
        "1\t2026-07-28T12:00:00Z\t2026-07-28T12:00:00Z", "local:bob\tbob\ttools/call\tadd\tforbidden\t-\tlocal\tcli",
        "2\t2026-07-28T09:00:00Z\t2026-07-28T09:00:00Z", "broken", "x");
    Refusals refusals = new Refusals(link, KEYS);

    assertThat(refusals.of("demo", DAY, ALL).await()).extracting(Refusal::key, Refusal::count, Refusal::issuer)
        .containsExactly(tuple("b", 1L, null), tuple("a", 7L, null),
            tuple("local:bob", 2L, "local"));
    assertThat(refusals.of("demo", DAY, new AuditFilter("add", null, null, null, Instant.parse("2026-07-28T10:30:00Z"), null)).await())
        .singleElement().satisfies(one -> assertThat(one.outcome()).isEqualTo("limited"));
  }

  @Test
  void usage_is_added_up_by_key_owner_tool_and_day() {
    redis.cli("HSET", KEYS.key("0f3a9c21b7de"), "tenant", "demo", "owner", "ann", "name", "laptop");
    use("0f3a9c21b7de", DAY, "calls", "3", "tool:add", "2", "tool:sub", "1", "errors", "1");
    use("0f3a9c21b7de", DAY.plusDays(1), "calls", "4", "tool:add", "4", "denied", "5");
    use("local:bob", DAY, "calls", "1", "resource:file:///a", "1");
    use("1f3a9c21b7de", DAY, "calls", "2", "tool:add", "2");
    use("0f3a9c21b7de", DAY.plusMonths(1), "calls", "100");
    redis.cli("HSET", KEYS.usage("acme", "0f3a9c21b7de", DAY), "calls", "100");
    UsageReport report = new UsageReport(link, KEYS);
    YearMonth july = YearMonth.of(2026, 7);

    assertThat(report.of("demo", july, By.KEY).await()).containsExactly(new Line("0f3a9c21b7de", "ann", "laptop", 7, 1, 5),
        new Line("1f3a9c21b7de", null, null, 2, 0, 0), new Line("local:bob", "bob", null, 1, 0, 0));
    assertThat(report.of("demo", july, By.OWNER).await()).containsExactly(new Line(null, null, null, 2, 0, 0),
        new Line("ann", null, null, 7, 1, 5), new Line("bob", null, null, 1, 0, 0));
    assertThat(report.of("demo", july, By.DAY).await()).containsExactly(new Line("2026-07-28", null, null, 6, 1, 0),
        new Line("2026-07-29", null, null, 4, 0, 5));
    assertThat(report.of("demo", july, By.TOOL).await()).containsExactly(new Line("resource:file:///a", null, null, 1, 0, 0),
        new Line("tool:add", null, null, 8, 0, 0), new Line("tool:sub", null, null, 1, 0, 0));
  }

  private static void use(String account, LocalDate day, String... fields) {
    List<String> words = new ArrayList<>(List.of("HSET", KEYS.usage("demo", account, day)));
    words.addAll(List.of(fields));
    redis.cli(words.toArray(String[]::new));
  }

  @Test
  void a_healthy_redis_has_no_problem() {
    assertThat(new RedisHealth(link, KEYS, Clock.systemUTC()).look().await())
        .noneMatch(finding -> finding.level() == Finding.Level.PROBLEM).anyMatch(finding -> finding.area().equals("clock"));
  }
}
