package dev.gatehouse.redis;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.SameDay;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Ledger.Entry;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.config.Patterns;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(180)
@ExtendWith(SameDay.class)
class RedisLedgerIT extends LinkedTest {

  private static final String KEY = "0f3a9c21b7de";
  private static final String AUDIT = "mcp:audit:{demo}";

  private RedisLedger ledger;

  /** The usual one: an answer that does not come in that time is a matter here. */
  @Override
  Duration commandTimeout() {
    return RedisLink.COMMAND_TIMEOUT;
  }

  @BeforeEach
  void deploy() {
    ledger = new RedisLedger(link, KEYS);
    vertx.deployVerticle(ledger).await();
  }

  private void flush() {
    vertx.undeploy(ledger.deploymentID()).await();
  }

  private static Entry entry(String tenant, String tool, Outcome outcome) {
    return new Entry(Instant.now(), tenant, tenant == null ? null : KEY, KEY, "ann", tool, outcome, null, 3, "7", "abcd1234");
  }

  private static String usage() {
    return "mcp:usage:{demo}:" + KEY + ':' + LocalDate.now(ZoneOffset.UTC);
  }

  private void awaitLength(String stream, int length) throws InterruptedException {
    eventually(() -> Integer.parseInt(redis.cli("XLEN", stream)) >= length);
  }

  /** Redis has an entry a moment before its answer is here. */
  private void awaitNothingWaits() throws InterruptedException {
    eventually(() -> ledger.waiting() == 0);
  }

  @Test
  void calls_are_added_up_by_key_and_day_and_tool() {
    for (int i = 0; i < 3; i++) {
      ledger.record(entry("demo", "add", Outcome.OK));
    }
    ledger.record(entry("demo", "sub", Outcome.ERROR));
    ledger.record(entry("demo", "made_up", Outcome.FORBIDDEN));
    ledger.record(entry("demo", "add", Outcome.LIMITED));
    flush();

    assertThat(List.of(redis.cli("HMGET", usage(), "calls", "errors", "denied", "tool:add", "tool:sub", "tool:made_up").split("\n", -1)))
        .containsExactly("4", "1", "2", "3", "1", "");
    assertThat(Long.parseLong(redis.cli("TTL", usage()))).isBetween(90L * 86_400 - 60, 90L * 86_400);
  }

  @Test
  void every_call_and_refusal_is_one_entry_with_what_was_asked_and_decided() {
    ledger.record(entry("demo", "add", Outcome.OK));
    ledger.record(new Entry(Instant.parse("2026-07-28T10:00:00.123456Z"), "demo", null, KEY, null, null, Outcome.REFUSED, "expired", 0, null, null));
    flush();

    assertThat(redis.cli("XRANGE", AUDIT, "-", "+").lines().filter(line -> !line.matches("\\d+-\\d+")).skip(18))
        .containsExactly("at", "2026-07-28T10:00:00.123Z", "key", KEY, "owner", "-", "tool", "-", "outcome", "refused", "reason", "expired",
            "ms", "0", "request", "-", "policy", "-");
  }

  @Test
  void what_a_caller_makes_up_stays_on_one_short_line() {
    ledger.record(entry("demo", "a\nb\u2028" + "x".repeat(5_000), Outcome.FORBIDDEN));
    flush();

    assertThat(redis.cli("XRANGE", AUDIT, "-", "+")).contains("a?b?xxx").hasSizeLessThan(500);
  }

  @Test
  void refusals_of_nobodys_keys_are_few_and_apart() {
    long began = System.nanoTime();
    for (int i = 0; i < 500; i++) {
      ledger.record(entry(null, null, Outcome.REFUSED));
    }
    int flushes = 2 + (int) (Duration.ofNanos(System.nanoTime() - began).toMillis() / 200);
    flush();

    assertThat(Integer.parseInt(redis.cli("XLEN", "mcp:audit:{-}"))).isBetween(1, 20 * flushes);
  }

  @Test
  void entries_arrive_without_anybody_waiting_for_them() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      ledger.record(entry("demo", "add", Outcome.OK));
    }
    awaitLength(AUDIT, 1_000);
    assertThat(redis.cli("HGET", usage(), "calls")).isEqualTo("1000");
    awaitNothingWaits();
  }

  @Test
  void last_use_is_kept_to_the_minute_and_written_once() throws Exception {
    Principal principal = new Principal("demo", KEY, null, null, new Grants(Patterns.none(), Patterns.none(), Patterns.none()),
        dev.gatehouse.auth.Limits.NONE, KEY, false, null, "abcd1234");
    redis.cli("CONFIG", "RESETSTAT");
    for (int i = 0; i < 10_000; i++) {
      ledger.seen(principal);
    }
    ledger.seen(Principal.anonymous("demo", Patterns.none(), List.of(), "192.0.2.1"));
    Thread.sleep(500);
    flush();

    assertThat(redis.cli("GET", "mcp:seen:" + KEY)).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ");
    assertThat(redis.cli("EXISTS", "mcp:seen:anonymous")).isEqualTo("0");
    assertThat(redis.cli("INFO", "commandstats").lines().filter(line -> line.startsWith("cmdstat_set:"))).singleElement()
        .asString().matches("cmdstat_set:calls=[12],.*");
  }

  @Test
  void while_redis_hangs_entries_wait_up_to_a_bound_and_each_is_written_once_after() throws Exception {
    ledger.record(entry("demo", "add", Outcome.OK));
    awaitLength(AUDIT, 1);
    awaitNothingWaits();
    redis.pause();
    try {
      for (int i = 0; i < 60_000; i++) {
        ledger.record(entry("demo", "add", Outcome.OK));
      }
      Thread.sleep(2_500);
      assertThat(ledger.waiting()).isEqualTo(50_000);
      assertThat(ledger.lost()).isEqualTo(10_000);
    } finally {
      redis.resume();
    }
    for (int some = 10_000; some < 50_000; some += 10_000) {
      awaitLength(AUDIT, some);
    }
    awaitLength(AUDIT, 50_001);
    flush();
    assertThat(redis.cli("HGET", usage(), "calls")).as("the batch whose answer was lost counts once").isEqualTo("50001");
    assertThat(redis.cli("XLEN", AUDIT)).isEqualTo("50001");
  }

  @Test
  void without_memory_entries_wait_until_there_is_some() throws Exception {
    redis.cli("CONFIG", "SET", "maxmemory", "1kb");
    try {
      ledger.record(entry("demo", "add", Outcome.OK));
      Thread.sleep(500);
      assertThat(ledger.waiting()).isEqualTo(1);
    } finally {
      redis.cli("CONFIG", "SET", "maxmemory", "0");
    }
    awaitLength(AUDIT, 1);
    assertThat(ledger.lost()).isZero();
  }

  @Test
  void a_key_of_the_wrong_type_costs_its_own_entries_and_no_other() {
    redis.cli("SET", AUDIT, "not a stream");
    ledger.record(entry("demo", "add", Outcome.OK));
    ledger.record(entry("other", "add", Outcome.OK));
    flush();

    assertThat(redis.cli("HGET", usage(), "calls")).isEqualTo("1");
    assertThat(redis.cli("XLEN", "mcp:audit:{other}")).isEqualTo("1");
    assertThat(ledger.lost()).isEqualTo(1);
  }
}
