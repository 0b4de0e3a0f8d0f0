package dev.gatehouse.redis.audit;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.SameDay;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Issued;
import dev.gatehouse.auth.Ledger.Entry;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.config.AuditConfig;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.ToolUse;
import dev.gatehouse.redis.link.RedisLink;
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
  protected Duration commandTimeout() {
    return RedisLink.COMMAND_TIMEOUT;
  }

  @BeforeEach
  void deploy() {
    ledger = new RedisLedger(link, KEYS, AuditConfig.DEFAULT);
    vertx.deployVerticle(ledger).await();
  }

  private void flush() {
    vertx.undeploy(ledger.deploymentID()).await();
  }

  private static Entry entry(String tenant, String tool, Outcome outcome) {
    return ToolUse.entry(Instant.now(), tenant, tenant == null ? null : KEY, KEY, "ann", tool, outcome, null, 3, "7", "abcd1234");
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
    ledger
        .record(new Entry(Instant.parse("2026-07-28T10:00:00.123456Z"), "demo", null, KEY, null, new Use("resources/read", "resource"),
            "doc:///a", "doc:///{name}",
            Outcome.FAILED, "Fault", 0, null, null));
    ledger.record(
        ToolUse.entry(Instant.parse("2026-07-28T10:00:00.123456Z"), "demo", null, KEY, null, null, Outcome.REFUSED, "expired", 0, null,
            null));
    flush();

    assertThat(redis.cli("XRANGE", AUDIT, "-", "+").lines().filter(line -> !line.matches("\\d+-\\d+")).skip(20))
        .containsExactly("at", "2026-07-28T10:00:00.123Z", "key", KEY, "owner", "-", "resource", "doc:///a", "outcome", "failed", "reason",
            "Fault", "ms", "0", "request", "-", "policy", "-", "method", "resources/read");
    assertThat(redis.cli("HGETALL", "mcp:refused:{demo}:2026-07-28").lines())
        .containsExactly(KEY + "\t-\t-\t-\trefused\texpired", "1\t2026-07-28T10:00:00.123Z\t2026-07-28T10:00:00.123Z");
  }

  private static Entry issued(Outcome outcome, String token, String client) {
    Entry entry = ToolUse.entry(Instant.now(), "demo", "local:ann", token, "ann", "add", outcome, null, 3, "7", "abcd1234");
    return ToolUse.issued(entry, new Issued("demo", "local", client));
  }

  @Test
  void calls_with_tokens_say_issuer_and_client_and_calls_with_keys_are_as_ever() {
    for (int i = 0; i < 4; i++) {
      ledger.record(issued(Outcome.OK, "local:t" + i, i == 3 ? null : "desktop"));
      ledger.record(entry("demo", "add", Outcome.OK));
    }
    flush();

    List<String> entries = List.of(redis.cli("XRANGE", AUDIT, "-", "+").split("(^|\n)\\d+-\\d+\n"));
    String ofKey =
        "key\n" + KEY + "\nowner\nann\ntool\nadd\noutcome\nok\nreason\n-\nms\n3\nrequest\n7\npolicy\nabcd1234\nmethod\ntools/call";
    assertThat(entries).filteredOn(entry -> entry.contains(KEY)).hasSize(4).allMatch(entry -> entry.endsWith(ofKey));
    for (int i = 0; i < 4; i++) {
      String ofToken = ofKey.replace(KEY, "local:t" + i) + "\nissuer\nlocal\nclient\n" + (i == 3 ? "-" : "desktop");
      assertThat(entries).filteredOn(entry -> entry.endsWith(ofToken)).hasSize(1);
    }
    assertThat(redis.cli("KEYS", "mcp:usage:*").lines()).hasSize(2);
    assertThat(redis.cli("HGET", usage().replace(KEY, "local:ann"), "calls")).isEqualTo("4");
  }

  @Test
  void a_single_call_with_a_token_is_trimmed_by_and_complete_as_well() {
    for (int i = 0; i < 6; i++) {
      ledger.record(issued(Outcome.OK, "local:t" + i, "desktop"));
      flush();
      deploy();
      ledger.measure().await();
    }
    assertThat(redis.cli("XRANGE", AUDIT, "-", "+").lines().filter("desktop"::equals)).hasSize(6);
    flush();
  }

  @Test
  void refusals_of_tokens_are_added_up_by_account_issuer_and_client() {
    for (int i = 0; i < 300; i++) {
      ledger.record(issued(Outcome.FORBIDDEN, "local:t" + i, "desktop"));
      ledger.record(Entry.refused(Instant.now(),
          new Admission.Refused(AuthFailure.EXPIRED, "local:t" + i, null, "demo", "ann", new Issued("demo", "local", "desktop"))));
      ledger.record(Entry.refused(Instant.now(),
          new Admission.Refused(AuthFailure.REVOKED, "local:t" + i, null, null, null, Issued.unproven("demo", "local"))));
    }
    flush();

    assertThat(redis.cli("HGETALL", refused("demo")).lines().filter(line -> !line.startsWith("300\t"))).containsExactlyInAnyOrder(
        "local:ann\tann\ttools/call\tadd\tforbidden\t-\tlocal\tdesktop", "local:ann\tann\t-\t-\trefused\texpired\tlocal\tdesktop");
    assertThat(redis.cli("HKEYS", refused("-"))).isEqualTo("demo/local\t-\t-\t-\trefused\trevoked\tdemo/local\t-");
    assertThat(redis.cli("HGET", usage().replace(KEY, "local:ann"), "denied")).isEqualTo("300");
  }

  /** A caller registers as many clients as they like. */
  @Test
  void clients_that_are_made_up_are_added_up_beyond_a_bound() {
    for (int i = 0; i < 1_000; i++) {
      ledger.record(issued(Outcome.FORBIDDEN, "local:t" + i, "client" + i));
    }
    flush();

    assertThat(redis.cli("HKEYS", refused("demo")).lines()).hasSize(101).contains("local:ann\tann\t*\t*\tforbidden\t*");
  }

  /** The flood: it must leave "who called add" findable, and itself. */
  @Test
  void a_flood_of_refusals_pushes_no_call_out_and_is_one_line() {
    ledger.record(entry("demo", "add", Outcome.OK));
    for (int i = 0; i < 150_000; i++) {
      ledger.record(entry("demo", "subtract", Outcome.FORBIDDEN));
    }
    flush();

    assertThat(redis.cli("XRANGE", AUDIT, "-", "+")).contains("add");
    assertThat(redis.cli("XLEN", AUDIT)).isEqualTo("1");
    assertThat(redis.cli("HGETALL", refused("demo")).lines())
        .satisfiesExactly(line -> assertThat(line).isEqualTo(KEY + "\tann\ttools/call\tsubtract\tforbidden\t-"),
            value -> assertThat(value).startsWith("150000\t"));
    assertThat(redis.cli("HGET", usage(), "denied")).isEqualTo("150000");
    assertThat(ledger.lost()).isZero();
  }

  @Test
  void refusals_are_added_up_over_flushes_with_their_first_and_last_time() {
    for (String at : List.of("2026-07-28T10:00:02Z", "2026-07-28T10:00:01Z", "2026-07-28T10:00:03Z")) {
      ledger.record(ToolUse.entry(Instant.parse(at), "demo", KEY, KEY, "ann", "add", Outcome.LIMITED, "1/1h of this key", 0, null, null));
      flush();
      deploy();
    }
    assertThat(redis.cli("HVALS", "mcp:refused:{demo}:2026-07-28")).isEqualTo("3\t2026-07-28T10:00:01Z\t2026-07-28T10:00:03Z");
    flush();
  }

  @Test
  void names_that_a_caller_makes_up_are_bounded_by_key_and_take_no_place_of_another_key() {
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 1_000; i++) {
        ledger.record(entry("demo", "made_up_" + round + "_" + i, Outcome.FORBIDDEN));
      }
      flush();
      deploy();
    }
    ledger.record(ToolUse.entry(Instant.now(), "demo", "other", "other", null, "subtract", Outcome.FORBIDDEN, null, 0, null, null));
    flush();

    List<String> lines = redis.cli("HKEYS", refused("demo")).lines().toList();
    assertThat(lines).hasSize(102).contains("other\t-\ttools/call\tsubtract\tforbidden\t-", KEY + "\tann\t*\t*\tforbidden\t*");
    assertThat(counted("demo")).isEqualTo(5_001);
    assertThat(redis.cli("HGET", usage(), "denied")).isEqualTo("5000");
  }

  @Test
  void keys_that_anybody_makes_up_are_bounded_by_reason() {
    for (int i = 0; i < 5_000; i++) {
      ledger.record(ToolUse.entry(Instant.now(), null, null, "made" + i, null, null, Outcome.REFUSED, "unknown key", 0, null, null));
    }
    ledger.record(ToolUse.entry(Instant.now(), null, null, KEY, null, null, Outcome.REFUSED, "wrong secret", 0, null, null));
    flush();

    assertThat(redis.cli("HKEYS", refused("-")).lines()).hasSize(102)
        .contains(KEY + "\t-\t-\t-\trefused\twrong secret", "*\t*\t*\t*\trefused\tunknown key");
    assertThat(counted("-")).isEqualTo(5_001);
  }

  @Test
  void a_days_refusals_are_bounded_however_many_keys_there_are() {
    for (int key = 0; key < 100; key++) {
      for (int i = 0; i < 60; i++) {
        ledger.record(
            ToolUse.entry(Instant.now(), "demo", "k" + key, "k" + key, null, "made_up_" + i, Outcome.FORBIDDEN, null, 0, null, null));
      }
    }
    flush();

    assertThat(Integer.parseInt(redis.cli("HLEN", refused("demo")))).isBetween(2_000, 2_100);
    assertThat(counted("demo")).isEqualTo(6_000);
  }

  @Test
  void refusals_wait_for_redis_added_up() throws Exception {
    ledger.record(entry("demo", "add", Outcome.OK));
    awaitLength(AUDIT, 1);
    redis.pause();
    try {
      for (int i = 0; i < 100_000; i++) {
        ledger.record(entry("demo", "subtract", Outcome.FORBIDDEN));
      }
      Thread.sleep(2_500);
    } finally {
      redis.resume();
    }
    eventually(() -> counted("demo"), 100_000L);
    flush();
    assertThat(counted("demo")).as("the batch whose answer was lost counts once").isEqualTo(100_000);
    assertThat(ledger.lost()).isZero();
  }

  @Test
  void refusals_that_are_lost_at_a_stop_are_counted() throws Exception {
    redis.pause();
    try {
      for (int i = 0; i < 300; i++) {
        ledger.record(entry("demo", "subtract", Outcome.FORBIDDEN));
      }
      flush();
      assertThat(ledger.lost()).isEqualTo(300);
    } finally {
      redis.resume();
    }
  }

  private static String refused(String tenant) {
    return "mcp:refused:{" + tenant + "}:" + LocalDate.now(ZoneOffset.UTC);
  }

  private static long counted(String tenant) {
    return redis.cli("HVALS", refused(tenant)).lines().filter(line -> !line.isEmpty())
        .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf('\t')))).sum();
  }

  @Test
  void what_ran_is_kept_by_time() throws Exception {
    redeploy(new AuditConfig(Duration.ofHours(1), 256 << 20));
    String old = Long.toString(System.currentTimeMillis() - Duration.ofHours(2).toMillis());
    for (int i = 0; i < 500; i++) {
      redis.cli("XADD", AUDIT, old + "-" + (i + 1), "tool", "old");
    }
    record(4);
    flush();

    assertThat(Integer.parseInt(redis.cli("XLEN", AUDIT))).as("whole blocks of the stream go").isBetween(4, 110);
    assertThat(Long.parseLong(redis.cli("TTL", AUDIT))).isBetween(3_500L, 3_600L);
    assertThat(Long.parseLong(redis.cli("TTL", usage()))).isGreaterThan(80 * 86_400);
  }

  @Test
  void within_a_bound_in_bytes_that_is_told_before_it_is_reached() throws Exception {
    redeploy(new AuditConfig(Duration.ofDays(30), 200_000));
    record(1_200);
    awaitLength(AUDIT, 1_200);
    awaitNothingWaits();
    ledger.measure().await();
    assertThat(ledger.auditBytes().get("demo")).isBetween(60_000L, 159_999L);
    assertThat(ledger.nearBound()).isEmpty();

    long told = 0;
    for (int i = 0; i < 40; i++) {
      record(200);
      awaitNothingWaits();
      ledger.measure().await();
      told = told == 0 && !ledger.nearBound().isEmpty() ? Long.parseLong(redis.cli("XLEN", AUDIT)) : told;
    }

    assertThat(told).as("nothing was lost yet when it was told").isGreaterThan(1_200).satisfies(
        entries -> assertThat(entries % 200).isZero());
    assertThat(Long.parseLong(redis.cli("MEMORY", "USAGE", AUDIT))).isBetween(150_000L, 230_000L);
    flush();
  }

  @Test
  void an_audit_that_has_ended_has_no_size_and_is_near_no_bound() throws Exception {
    redeploy(new AuditConfig(Duration.ofDays(30), 20_000));
    record(250);
    awaitLength(AUDIT, 200);
    awaitNothingWaits();
    ledger.measure().await();
    assertThat(ledger.nearBound()).containsOnlyKeys("demo");

    redis.cli("DEL", AUDIT);
    ledger.measure().await();
    assertThat(ledger.nearBound()).isEmpty();
    assertThat(ledger.auditBytes()).isEmpty();
    flush();
  }

  @Test
  void a_user_that_may_not_measure_has_a_bound_all_the_same() throws Exception {
    redis.cli(("ACL SETUSER blind on >pw ~mcp:* +@all -xlen -memory").split(" "));
    RedisLink blind = link(redis.url("blind:pw"));
    ledger = new RedisLedger(blind, KEYS, new AuditConfig(Duration.ofDays(30), 102_400));
    vertx.deployVerticle(ledger).await();
    record(250);
    awaitNothingWaits();
    ledger.measure().await();
    record(1_000);
    flush();

    assertThat(Integer.parseInt(redis.cli("XLEN", AUDIT))).isBetween(200, 300);
    blind.close().await();
  }

  private void redeploy(AuditConfig config) {
    flush();
    ledger = new RedisLedger(link, KEYS, config);
    vertx.deployVerticle(ledger).await();
  }

  private void record(int entries) {
    for (int i = 0; i < entries; i++) {
      ledger.record(entry("demo", "add", Outcome.OK));
    }
  }

  @Test
  void what_waits_is_bounded_in_bytes_too() throws Exception {
    redis.pause();
    try {
      String id = "\u2603".repeat(1_000_000);
      for (int i = 0; i < 50_000; i++) {
        ledger.record(
            new Entry(Instant.now(), "demo", KEY, KEY, null, new Use("resources/read", "resource"), "x".repeat(10_000) + i, null,
                Outcome.OK, null, 0, id, null));
      }
      assertThat(ledger.waiting()).isBetween(45_000, 49_500);
      assertThat(ledger.lost()).isEqualTo(50_000 - ledger.waiting());
    } finally {
      redis.resume();
    }
    awaitNothingWaits();
  }

  @Test
  void what_a_caller_makes_up_stays_on_one_short_line() {
    String name = "a\nb\u2028c\u202e" + "x".repeat(5_000);
    ledger.record(entry("demo", name, Outcome.OK));
    ledger.record(entry("demo", name, Outcome.FORBIDDEN));
    flush();

    assertThat(redis.cli("XRANGE", AUDIT, "-", "+")).contains("a?b?c?xxx").hasSizeLessThan(500);
    assertThat(redis.cli("HGETALL", refused("demo"))).contains("a?b?c?xxx").hasSizeLessThan(500);
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
  void entries_that_arrive_during_a_flush_are_not_written_few_at_a_time() throws Exception {
    long before = redis.commands("eval", "evalsha");
    for (int i = 0; i < 2_000; i++) {
      ledger.record(entry("demo", "add", Outcome.OK));
      if (i % 10 == 0) {
        Thread.sleep(1);
      }
    }
    awaitLength(AUDIT, 2_000);
    assertThat(redis.commands("eval", "evalsha") - before).isLessThan(60);
    flush();
    assertThat(redis.cli("HGET", usage(), "calls")).isEqualTo("2000");
  }

  @Test
  void last_use_is_kept_to_the_minute_and_written_once() throws Exception {
    Principal principal = new Principal("demo", KEY, null, null, new Grants(Patterns.none(), Patterns.none(), Patterns.none()),
        dev.gatehouse.auth.Limits.NONE, KEY, false, null, "abcd1234");
    redis.cli("CONFIG", "RESETSTAT");
    for (int i = 0; i < 10_000; i++) {
      ledger.seen(principal);
    }
    ledger.seen(Callers.anonymous("demo", Patterns.none(), List.of(), "192.0.2.1"));
    Thread.sleep(500);
    flush();

    assertThat(redis.cli("GET", "mcp:seen:" + KEY)).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ");
    assertThat(redis.cli("EXISTS", "mcp:seen:anonymous")).isEqualTo("0");
    assertThat(redis.cli("INFO", "commandstats").lines().filter(line -> line.startsWith("cmdstat_set:"))).singleElement()
        .asString().matches("cmdstat_set:calls=\\d{1,2},.*");
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

  /** Each of them was a step of one chain once, at whose end the stack was too short. */
  @Test
  void what_many_tenants_did_while_redis_hung_is_written_after_and_so_is_what_follows() throws Exception {
    redis.pause();
    try {
      for (int i = 0; i < 50_000; i++) {
        ledger.record(entry("t" + i % 200, "add", Outcome.OK));
      }
      Thread.sleep(500);
    } finally {
      redis.resume();
    }
    awaitNothingWaits();
    ledger.record(entry("demo", "add", Outcome.OK));
    awaitLength(AUDIT, 1);
    for (int tenant = 0; tenant < 200; tenant++) {
      assertThat(redis.cli("XLEN", "mcp:audit:{t" + tenant + "}")).isEqualTo("250");
    }
    assertThat(ledger.lost()).isZero();
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

  @Test
  void calls_of_many_keys_and_tools_stay_in_their_order_each_with_its_own_fields() {
    for (int i = 0; i < 600; i++) {
      ledger.record(ToolUse.entry(Instant.now(), "demo", "k" + i % 7, "k" + i % 7, "o" + i % 3, "t" + i % 5, Outcome.OK, null, i,
          "r" + i, "p" + i % 2));
    }
    flush();

    List<String> entries = redis.cli("XRANGE", AUDIT, "-", "+").lines().filter(line -> !line.matches("\\d+-\\d+")).toList();
    assertThat(entries).hasSize(600 * 20);
    for (int i = 0; i < 600; i++) {
      assertThat(entries.subList(20 * i + 2, 20 * i + 20)).containsExactly("key", "k" + i % 7, "owner", "o" + i % 3, "tool", "t" + i % 5,
          "outcome", "ok", "reason", "-", "ms", Integer.toString(i), "request", "r" + i, "policy", "p" + i % 2, "method", "tools/call");
    }
    String day = LocalDate.now(ZoneOffset.UTC).toString();
    assertThat(redis.cli("HGET", "mcp:usage:{demo}:k0:" + day, "calls")).isEqualTo("86");
    assertThat(redis.cli("HGET", "mcp:usage:{demo}:k6:" + day, "calls")).isEqualTo("85");
    assertThat(redis.cli("HGET", "mcp:usage:{demo}:k1:" + day, "tool:t1")).isEqualTo("18");
  }

  @Test
  void names_and_ids_keep_every_character_that_is_no_control() {
    for (String name : List.of("\"quoted\\\" \\u0041 'x'", "\u00e9\u4e16\ud83d\ude00", "[1,{}]", "%s 100%")) {
      ledger.record(ToolUse.entry(Instant.now(), "demo", KEY, KEY, "ann", name, Outcome.OK, null, 3, name, null));
    }
    ledger.record(entry("demo", "half \ud83d", Outcome.OK));
    flush();

    assertThat(redis.cli("XRANGE", AUDIT, "-", "+").lines().filter(line -> line.matches("[\"\u00e9\\[%].*|half.*")))
        .containsExactly("\"quoted\\\" \\u0041 'x'", "\"quoted\\\" \\u0041 'x'", "\u00e9\u4e16\ud83d\ude00",
            "\u00e9\u4e16\ud83d\ude00", "[1,{}]", "[1,{}]", "%s 100%", "%s 100%", "half ?");
    assertThat(redis.cli("HGET", usage(), "tool:%s 100%")).isEqualTo("1");
  }

  @Test
  void a_batch_that_is_written_twice_counts_once() {
    AuditSize sizes = new AuditSize(link, KEYS, AuditConfig.DEFAULT);
    List<Entry> calls = List.of(entry("demo", "add", Outcome.OK), entry("demo", "sub", Outcome.OK));
    AccountBatch batch = new AccountBatch(KEYS, "demo", calls, "9f86d081", 1, sizes);
    for (LedgerBatch each : List.of(batch, batch, new AccountBatch(KEYS, "demo", calls, "9f86d081", 2, sizes))) {
      assertThat(each.write(link).await().count()).isZero();
    }

    assertThat(redis.cli("XLEN", AUDIT)).isEqualTo("4");
    assertThat(redis.cli("HGET", usage(), "calls")).isEqualTo("4");
    assertThat(Long.parseLong(redis.cli("TTL", "mcp:batch:{demo}:9f86d081"))).isBetween(3_500L, 3_600L);
  }

  @Test
  void a_usage_counter_that_is_no_number_costs_its_own_increments_and_no_other() {
    redis.cli("HSET", usage(), "calls", "many");
    redis.cli("SET", "mcp:usage:{demo}:other:" + LocalDate.now(ZoneOffset.UTC), "not a hash");
    ledger.record(entry("demo", "add", Outcome.OK));
    ledger.record(ToolUse.entry(Instant.now(), "demo", "other", "other", null, "add", Outcome.ERROR, null, 1, null, null));
    flush();

    assertThat(redis.cli("HMGET", usage(), "calls", "tool:add").lines()).containsExactly("many", "1");
    assertThat(redis.cli("XLEN", AUDIT)).isEqualTo("2");
    assertThat(ledger.lost()).isEqualTo(4);
  }

  @Test
  void an_audit_of_the_wrong_type_costs_every_entry_of_the_batch() {
    redis.cli("SET", AUDIT, "not a stream");
    record(5);
    flush();

    assertThat(redis.cli("HGET", usage(), "calls")).isEqualTo("5");
    assertThat(ledger.lost()).isEqualTo(5);
    assertThat(link.problems()).singleElement().asString().contains("WRONGTYPE");
  }
}
