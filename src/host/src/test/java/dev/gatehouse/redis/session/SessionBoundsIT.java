package dev.gatehouse.redis.session;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.SessionsConfig;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.legacy.SessionFields;
import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.mcp.legacy.SessionStore;
import dev.gatehouse.mcp.legacy.SessionStore.StoredEvent;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers can make grow in Redis by sessions, and what stops it. */
class SessionBoundsIT extends LinkedTest {

  private static final int MEBIBYTE = 1 << 20;

  private TestSessions host;
  private RedisLink otherLink;
  private TestSessions other;

  private TestSessions start(int perTenant, Duration idle) {
    host = new TestSessions(link, KEYS, new SessionsConfig(perTenant, idle));
    return host;
  }

  private void startOther(int perTenant, Duration idle) {
    otherLink = link();
    other = new TestSessions(otherLink, KEYS, new SessionsConfig(perTenant, idle));
  }

  @AfterEach
  void stop() {
    host.close();
    if (other != null) {
      other.close();
      otherLink.close().await();
    }
  }

  private static Buffer bytes(int many) {
    return Buffer.buffer("x".repeat(many));
  }

  private boolean lives(SessionRecord session) {
    return host.store.find(session.id()).await() != null;
  }

  private List<SessionRecord> open(String owner, int many) throws InterruptedException {
    List<SessionRecord> opened = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      opened.add(host.open("demo", owner));
      Thread.sleep(2); // for a last use of its own, in ms
    }
    return opened;
  }

  private List<StoredEvent> log(SessionRecord session) {
    List<StoredEvent> events = new ArrayList<>();
    List<StoredEvent> some = host.store.read(session.id(), SessionStore.START).await();
    while (!some.isEmpty()) {
      events.addAll(some);
      some = host.store.read(session.id(), some.get(some.size() - 1).position()).await();
    }
    return events;
  }

  @Test
  void the_owner_with_the_most_sessions_loses_the_idlest() throws InterruptedException {
    start(6, Duration.ofMinutes(30));
    List<SessionRecord> few = open("ann", 2);
    List<SessionRecord> many = open("bob", 4);
    host.store.used(many.get(0));
    eventually(() -> Double.parseDouble(redis.cli("ZSCORE", "mcp:sessions:{demo}", "bob " + many.get(0).id())) > Double
        .parseDouble(redis.cli("ZSCORE", "mcp:sessions:{demo}", "bob " + many.get(3).id())));
    SessionRecord next = host.open("demo", "ann");
    eventually(() -> !lives(many.get(1)));
    assertThat(List.of(few.get(0), few.get(1), many.get(0), many.get(2), many.get(3), next)).allMatch(this::lives);
    assertThat(redis.cli("ZCARD", "mcp:sessions:{demo}")).isEqualTo("6");
    assertThat(lives(host.open("other", "bob"))).isTrue();
    assertThat(redis.cli("ZCARD", "mcp:sessions:{demo}")).isEqualTo("6");
  }

  @Test
  void with_one_session_each_the_idlest_go_and_never_the_new_one() throws InterruptedException {
    start(3, Duration.ofMinutes(30));
    SessionRecord first = open("a", 1).get(0);
    open("b", 1);
    open("c", 1);
    SessionRecord next = host.open("demo", "d");
    eventually(() -> !lives(first));
    assertThat(lives(next)).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(lives(host.open("demo", "e" + i))).isTrue();
      assertThat(redis.cli("ZCARD", "mcp:sessions:{demo}")).isEqualTo("3");
    }
  }

  @Test
  void a_limit_that_was_lowered_holds_from_the_next_session_on() {
    start(100, Duration.ofMinutes(30));
    Future.all(IntStream.range(0, 50).mapToObj(i -> host.store.open(TestSessions.session("demo", "o" + i % 7))).toList()).await();
    startOther(10, Duration.ofMinutes(30));
    other.open("demo", "ann");
    assertThat(redis.cli("ZCARD", "mcp:sessions:{demo}")).isEqualTo("10");
  }

  @Test
  void an_idle_session_ends_and_one_in_use_does_not() throws InterruptedException {
    start(100, Duration.ofSeconds(4));
    SessionRecord idle = host.open("demo", "ann");
    SessionRecord used = host.open("demo", "ann");
    host.store.append(idle, "0", 0, bytes(10)).await();
    host.store.append(used, "0", 0, bytes(10)).await();
    eventually(() -> {
      host.store.used(used);
      return redis.cli("EXISTS", "mcp:session:{" + idle.id() + "}").equals("0");
    });
    assertThat(lives(idle)).isFalse();
    assertThat(host.store.find(used.id()).await()).isEqualTo(used);
    assertThat(log(used)).hasSize(1);
    eventually(() -> redis.cli("KEYS", "*" + idle.id() + "*").isEmpty());
    eventually(() -> {
      host.store.used(used);
      return redis.cli("ZCARD", "mcp:sessions:{demo}").equals("1");
    });
    assertThat(redis.cli("HGETALL", "mcp:sessions:{demo}:bytes")).doesNotContain(idle.id());
    eventually(() -> redis.cli("KEYS", "mcp:session*").isEmpty());
  }

  @Test
  void last_use_is_written_once_in_an_interval() throws InterruptedException {
    start(100, Duration.ofMinutes(30));
    SessionRecord session = host.open("demo", "ann");
    eventually(() -> lives(session) && host.store.known(session.id()) != null);
    long writes = redis.commands("pexpire", "evalsha", "hgetall");
    for (int i = 0; i < 1000; i++) {
      host.store.used(session);
    }
    eventually(() -> redis.commands("pexpire") > 0 && host.store.known(session.id()) != null);
    for (int i = 0; i < 1000; i++) {
      host.store.used(session);
    }
    Thread.sleep(1500);
    assertThat(redis.commands("pexpire", "evalsha", "hgetall") - writes).isLessThan(12);
  }

  @Test
  void a_session_that_is_bound_to_a_connection_lives_for_a_minute_after_its_last_use() throws InterruptedException {
    start(100, Duration.ofMinutes(30));
    SessionRecord plain = TestSessions.session("demo", "ann");
    SessionRecord bound = new SessionRecord(plain.id(), plain.tenant(), plain.owner(), false, plain.key(), true, Revision.V2024_11_05,
        plain.capabilities(), plain.level(), Set.of(), "");
    host.store.open(bound).await();
    String key = "mcp:session:{" + bound.id() + "}";
    assertThat(Long.parseLong(redis.cli("PTTL", key))).isBetween(1L, 60_000L);
    redis.cli("PEXPIRE", key, "20000");
    host.store.used(bound);
    eventually(() -> Long.parseLong(redis.cli("PTTL", key)) > 30_000);
    assertThat(Long.parseLong(redis.cli("PTTL", key))).isLessThanOrEqualTo(60_000L);
  }

  @Test
  void what_redis_refuses_for_one_tenant_does_not_keep_others_waiting() throws InterruptedException {
    start(1000, Duration.ofMinutes(30));
    List<SessionRecord> broken = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      broken.add(host.open("broken", "ann"));
    }
    SessionRecord whole = host.open("demo", "ann");
    redis.cli("DEL", "mcp:sessions:{broken}");
    redis.cli("SET", "mcp:sessions:{broken}", "text");
    redis.cli("ZADD", "mcp:sessions:{demo}", "1", "ann " + whole.id());
    broken.forEach(host.store::used);
    host.store.used(whole);
    eventually(() -> Double.parseDouble(redis.cli("ZSCORE", "mcp:sessions:{demo}", "ann " + whole.id())) > 1);
    assertThat(lives(broken.get(0))).isTrue();
  }

  @Test
  void a_log_keeps_the_newest_thousand_events() {
    start(100, Duration.ofMinutes(30));
    SessionRecord session = host.open("demo", "ann");
    Future.future(done -> vertx.runOnContext(loop -> Future.all(IntStream.range(0, 1200)
        .mapToObj(i -> host.store.append(session, "0", i, bytes(5))).toList()).onComplete(all -> done.complete()))).await();
    assertThat(log(session)).extracting(StoredEvent::sequence)
        .containsExactlyElementsOf(IntStream.range(200, 1200).mapToObj(i -> (long) i).toList());
    assertThat(redis.cli("GET", "mcp:log:{" + session.id() + "}")).isEqualTo(Integer.toString(1000 * (64 + 5)));
  }

  @Test
  void a_log_keeps_four_mebibytes() {
    start(100, Duration.ofMinutes(30));
    SessionRecord session = host.open("demo", "ann");
    for (int i = 0; i < 8; i++) {
      host.store.append(session, "0", i, bytes(MEBIBYTE - 64)).await();
    }
    assertThat(log(session)).extracting(StoredEvent::sequence).containsExactly(4L, 5L, 6L, 7L);
    assertThat(host.store.append(session, "0", 8, bytes(5 * MEBIBYTE)).await()).isNotNull();
    assertThat(log(session)).isEmpty();
    host.store.append(session, "0", 9, bytes(10)).await();
    assertThat(log(session)).extracting(StoredEvent::sequence).containsExactly(9L);
    assertThat(redis.cli("GET", "mcp:log:{" + session.id() + "}")).isEqualTo("74");
    assertThat(Long.parseLong(redis.cli("PTTL", "mcp:session:{" + session.id() + "}:events"))).isPositive();
    assertThat(Long.parseLong(redis.cli("PTTL", "mcp:log:{" + session.id() + "}"))).isPositive();
  }

  @Test
  void a_tenants_logs_take_64_mebibytes_and_the_idlest_are_emptied() throws InterruptedException {
    start(100, Duration.ofMinutes(30));
    List<SessionRecord> sessions = open("ann", 20);
    String last = "";
    for (SessionRecord session : sessions) {
      for (int i = 0; i < 4; i++) {
        last = host.store.append(session, "0", i, bytes(MEBIBYTE - 64)).await();
      }
    }
    eventually(() -> Long.parseLong(redis.cli("HGET", "mcp:sessions:{demo}:bytes", "*")) <= 64L * MEBIBYTE
        && sessions.stream().mapToLong(session -> log(session).size()).sum() <= 64);
    List<Integer> kept = sessions.stream().map(session -> log(session).size()).toList();
    assertThat(kept.subList(0, 4)).containsOnly(0);
    assertThat(kept.subList(12, 20)).containsOnly(4);
    assertThat(sessions).allMatch(this::lives);
    assertThat(host.store.append(sessions.get(0), "0", 9, bytes(1)).await()).isGreaterThan(last);
    assertThat(log(sessions.get(0))).extracting(StoredEvent::sequence).containsExactly(9L);
  }

  @Test
  void a_session_has_a_thousand_subscriptions_whichever_host_adds_them() {
    start(100, Duration.ofMinutes(30));
    SessionRecord session = host.open("demo", "ann");
    Map<String, String> many = IntStream.range(0, 1500).boxed()
        .collect(Collectors.toMap(i -> SessionFields.subscription(ResourceUri.of("file:///" + i)), i -> "1"));
    assertThat(host.store.change(session.id(), many, Set.of()).await().subscribed()).hasSizeBetween(1000, 1020);
    assertThat(host.store.change(session.id(), Map.of(SessionFields.LEVEL, "debug"), Set.of()).await().level().wire()).isEqualTo("debug");
  }

  @Test
  void a_sessions_subscriptions_take_128_kibibytes() {
    start(100, Duration.ofMinutes(30));
    SessionRecord session = host.open("demo", "ann");
    Set<String> kept = host.store.change(session.id(), subscriptions(100, 2000), Set.of()).await().subscribed();
    assertThat(kept).hasSizeBetween(60, 66);
    assertThat(host.store.change(session.id(), subscriptions(100, 2000), Set.of()).await().subscribed()).isEqualTo(kept);
    Set<String> fields = kept.stream().map(uri -> "sub:" + uri).collect(Collectors.toSet());
    assertThat(host.store.change(session.id(), Map.of(), fields).await().subscribed()).isEmpty();
    assertThat(host.store.change(session.id(), subscriptions(60, 2000), Set.of()).await().subscribed()).hasSize(60);
  }

  private static Map<String, String> subscriptions(int many, int length) {
    return IntStream.range(0, many).boxed()
        .collect(Collectors.toMap(i -> SessionFields.subscription(ResourceUri.of("file:///" + "p".repeat(length - 12) + i)), i -> "1"));
  }

  @Test
  void subscriptions_count_among_a_tenants_bytes() throws InterruptedException {
    host = new TestSessions(link, KEYS, new SessionsConfig(100, Duration.ofMinutes(30)), MEBIBYTE);
    List<SessionRecord> sessions = open("ann", 20);
    for (SessionRecord session : sessions) {
      host.store.change(session.id(), subscriptions(60, 2000), Set.of()).await();
    }
    eventually(() -> Integer.parseInt(redis.cli("ZCARD", "mcp:sessions:{demo}")) < 10);
    eventually(() -> !lives(sessions.get(0)));
    SessionRecord last = sessions.get(19);
    assertThat(lives(last)).isTrue();
    assertThat(redis.cli("HGET", "mcp:sessions:{demo}:bytes", last.id() + " r")).isNotEmpty();
    host.store.change(last.id(), Map.of(), subscriptions(60, 2000).keySet()).await();
    eventually(() -> redis.cli("HGET", "mcp:sessions:{demo}:bytes", last.id() + " r").isEmpty());
  }

  /** A client may have any number of streams that wait for another host. */
  @Test
  void whether_a_host_runs_is_looked_up_once_for_all_that_ask() {
    start(10, Duration.ofMinutes(30));
    startOther(10, Duration.ofMinutes(30));
    link.send(Request.cmd(Command.CONFIG).arg("RESETSTAT")).await();
    List<Future<Boolean>> asked = IntStream.range(0, 5_000).mapToObj(i -> host.store.isRunning(other.store.host())).toList();
    asked.forEach(running -> assertThat(running.await()).isTrue());
    String stats = link.send(Request.cmd(Command.INFO).arg("commandstats")).await().toString();
    assertThat(stats).containsPattern("cmdstat_exists:calls=[1-9]\\d{0,2},");
  }

  @Test
  void logs_that_are_read_by_many_at_once_are_read_whole() throws InterruptedException {
    start(10, Duration.ofMinutes(30));
    SessionRecord session = open("o", 1).get(0);
    for (int i = 0; i < 30; i++) {
      host.store.append(session, "1.1", i + 1, bytes(100_000)).await();
    }
    List<Future<List<StoredEvent>>> reads = IntStream.range(0, 200)
        .mapToObj(i -> host.store.read(session.id(), SessionStore.START)).toList();
    reads.forEach(read -> assertThat(read.await()).hasSize(30));
  }
}
