package dev.gatehouse.redis.session;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.legacy.NewerFormatException;
import dev.gatehouse.mcp.legacy.SessionFields;
import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.mcp.legacy.SessionStore;
import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import dev.gatehouse.mcp.legacy.SessionStore.StoredEvent;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts share their sessions by a real Redis. */
class RedisSessionsIT extends LinkedTest {

  private TestSessions one;
  private TestSessions two;
  private RedisLink other;

  @BeforeEach
  void start() {
    one = new TestSessions(link, KEYS, TestSessions.USUAL);
    other = link();
    two = new TestSessions(other, KEYS, TestSessions.USUAL);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    other.close().await();
  }

  private static Buffer data(String text) {
    return Buffer.buffer(text);
  }

  @Test
  void a_session_is_found_by_all_hosts_as_it_was_opened() {
    SessionRecord session = one.open("demo", "ann");
    assertThat(two.store.find(session.id()).await()).isEqualTo(session);
    assertThat(one.store.find(session.id()).await()).isEqualTo(session);
    assertThat(two.store.find("0".repeat(48)).await()).isNull();
    assertThat(two.store.find("x} y\r\n").await()).isNull();
  }

  @Test
  void a_known_session_costs_no_round_trip_until_it_changes() throws InterruptedException {
    SessionRecord session = one.open("demo", "ann");
    eventually(() -> two.store.find(session.id()).await() != null && two.store.known(session.id()) != null);
    // A link that was silent for a second, on a slow machine, makes the host ask once more.
    eventually(() -> {
      long reads = redis.commands("hgetall");
      return IntStream.range(0, 100).allMatch(i -> two.store.find(session.id()).succeeded()) && redis.commands("hgetall") == reads;
    });

    ResourceUri uri = ResourceUri.of("file:///a");
    SessionRecord changed = one.store.change(session.id(), Map.of(SessionFields.LEVEL, "error", SessionFields.REVISION, "2025-06-18",
        SessionFields.subscription(uri), "1", SessionFields.KEY, "next", SessionFields.LISTS, "abc"), Set.of()).await();
    assertThat(changed.level()).isEqualTo(LogLevel.ERROR);
    assertThat(changed.revision()).isEqualTo(Revision.V2025_06_18);
    assertThat(changed.subscribed()).containsExactly(uri.text());
    assertThat(changed.subscribesTo(uri)).isTrue();
    assertThat(changed.lists()).isEqualTo("abc");
    eventually(() -> changed.equals(two.store.known(session.id())) || two.store.known(session.id()) == null);
    assertThat(two.store.find(session.id()).await()).isEqualTo(changed);
    assertThat(two.changed).contains(session.id());

    SessionRecord back = two.store.change(session.id(), Map.of(), Set.of(SessionFields.subscription(uri))).await();
    assertThat(back.subscribed()).isEmpty();
    assertThat(redis.cli("HGET", "mcp:session:{" + session.id() + "}", "subs")).isEqualTo("0");
    assertThat(back.key()).isEqualTo("next");
  }

  @Test
  void two_hosts_subscribe_at_once_and_lose_nothing() {
    SessionRecord session = one.open("demo", "ann");
    List<Future<SessionRecord>> changes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      TestSessions host = i % 2 == 0 ? one : two;
      changes.add(host.store.change(session.id(), Map.of(SessionFields.subscription(ResourceUri.of("file:///" + i)), "1"), Set.of()));
    }
    Future.all(changes).await();
    assertThat(one.store.find(session.id()).await().subscribed()).hasSize(50);
    assertThat(two.store.find(session.id()).await().subscribed()).hasSize(50);
  }

  @Test
  void the_changing_host_knows_no_older_record_afterwards() throws InterruptedException {
    SessionRecord session = one.open("demo", "ann");
    eventually(() -> one.store.find(session.id()).await() != null && one.store.known(session.id()) != null);
    SessionRecord changed = one.store.change(session.id(), Map.of(SessionFields.LEVEL, "debug"), Set.of()).await();
    assertThat(one.store.known(session.id())).isIn(null, changed);
    assertThat(one.store.find(session.id()).await()).isEqualTo(changed);
  }

  @Test
  void a_closed_session_is_gone_everywhere() throws InterruptedException {
    SessionRecord session = one.open("demo", "ann");
    one.store.append(session, "0", 0, data("{}")).await();
    eventually(() -> two.store.find(session.id()).await() != null && two.store.known(session.id()) != null);
    one.store.close(session).await();
    one.store.close(session).await();
    eventually(() -> two.store.known(session.id()) == null);
    assertThat(two.store.find(session.id()).await()).isNull();
    assertThat(two.store.change(session.id(), Map.of(SessionFields.LEVEL, "debug"), Set.of()).await()).isNull();
    assertThat(two.store.append(session, "0", 0, data("{}")).await()).isNull();
    assertThat(redis.cli("KEYS", "mcp:*" + session.id() + "*")).isEmpty();
    assertThat(redis.cli("ZCARD", "mcp:sessions:{demo}")).isEqualTo("0");
  }

  @Test
  void events_are_read_in_the_order_in_which_they_were_appended() throws InterruptedException {
    SessionRecord session = one.open("demo", "ann");
    redis.cli("SCRIPT", "FLUSH");
    List<Future<String>> appends = new ArrayList<>();
    Future.future(done -> vertx.runOnContext(loop -> {
      for (int i = 1; i <= 250; i++) {
        appends.add(one.store.append(session, "7.1", i, data("{\"i\":" + i + "}")));
      }
      Future.all(appends).onComplete(all -> one.store.append(session, "7.1", 251, null).onComplete(end -> done.complete()));
    })).await();

    List<StoredEvent> events = new ArrayList<>();
    String after = SessionStore.START;
    for (List<StoredEvent> some = two.store.read(session.id(), after).await(); !some.isEmpty(); some =
        two.store.read(session.id(), after).await()) {
      events.addAll(some);
      after = some.get(some.size() - 1).position();
    }
    assertThat(events).extracting(StoredEvent::sequence).containsExactlyElementsOf(IntStream.rangeClosed(1, 251).mapToObj(i -> (long) i)
        .toList());
    assertThat(events).extracting(StoredEvent::stream).containsOnly("7.1");
    assertThat(events.get(9).position()).isEqualTo(appends.get(9).result());
    assertThat(events.get(9).data()).hasToString("{\"i\":10}");
    assertThat(events.get(250).data()).isNull();
    assertThat(two.store.read(session.id(), "no position").await()).isEmpty();
    eventually(() -> two.appended.contains(session.id()) && one.appended.contains(session.id()));
  }

  /** The script is forgotten while appends are on their way, again and again. */
  @Test
  void order_is_kept_when_redis_forgets_the_script() throws InterruptedException {
    SessionRecord session = one.open("demo", "ann");
    AtomicInteger sent = new AtomicInteger();
    List<Future<String>> appends = new CopyOnWriteArrayList<>();
    Future<Void> all = Future.future(done -> vertx.runOnContext(loop -> vertx.setPeriodic(1, tick -> {
      for (int i = 0; i < 10 && sent.get() < 900; i++) {
        appends.add(one.store.append(session, "0", sent.incrementAndGet(), data("{}")));
      }
      if (sent.get() == 900 && vertx.cancelTimer(tick)) {
        Future.join(appends).onComplete(joined -> done.complete());
      }
    })));
    long forgotten = redis.commands("eval");
    while (!all.isComplete()) {
      redis.cli("SCRIPT", "FLUSH");
    }
    assertThat(appends).allMatch(Future::succeeded);
    assertThat(redis.commands("eval")).isGreaterThan(forgotten);
    List<Long> sequences = new ArrayList<>();
    List<StoredEvent> some = two.store.read(session.id(), SessionStore.START).await();
    while (!some.isEmpty()) {
      some.forEach(event -> sequences.add(event.sequence()));
      some = two.store.read(session.id(), some.get(some.size() - 1).position()).await();
    }
    assertThat(sequences).containsExactlyElementsOf(IntStream.rangeClosed(1, 900).mapToObj(i -> (long) i).toList());
  }

  @Test
  void hosts_hear_each_other_and_not_themselves() throws InterruptedException {
    assertThat(one.store.host()).isNotEqualTo(two.store.host()).isPositive();
    String from = Integer.toString(one.store.host());
    one.store.tell(two.store.host(), new Signal(Signal.Kind.ANSWER, "4f1c", "{\"id\": 1, \"result\": {}}")).await();
    one.store.tell(SessionStore.ALL, new Signal(Signal.Kind.UPDATED, "demo", "file:///a b")).await();
    eventually(() -> two.told.size() == 2); // what two senders publish has no order in a cluster
    redis.cli("PUBLISH", "mcp:hosts", "99 FROM_A_NEWER_HOST demo x");
    redis.cli("PUBLISH", "mcp:hosts", "nonsense");
    redis.cli("PUBLISH", "mcp:hosts", "99 CANCEL 4f1c 1");
    eventually(() -> two.told.size() == 3);
    assertThat(two.told).containsExactly(from + " ANSWER 4f1c {\"id\": 1, \"result\": {}}", from + " UPDATED demo file:///a b",
        "99 CANCEL 4f1c 1");
    eventually(() -> one.told.equals(List.of("99 CANCEL 4f1c 1")));
  }

  @Test
  void a_host_is_running_until_it_stops() throws InterruptedException {
    assertThat(one.store.isRunning(two.store.host()).await()).isTrue();
    assertThat(one.store.isRunning(one.store.host()).await()).isTrue();
    assertThat(one.store.isRunning(two.store.host() + 1).await()).isFalse();
    RedisLink third = link();
    TestSessions stopped = new TestSessions(third, KEYS, TestSessions.USUAL);
    int number = stopped.store.host();
    assertThat(one.store.isRunning(number).await()).isTrue();
    stopped.close();
    third.close().await();
    assertThat(one.store.isRunning(number).await()).isFalse();
  }

  @Test
  void a_record_of_a_newer_format_is_refused_and_left_as_it_is() {
    SessionRecord session = one.open("demo", "ann");
    redis.cli("HSET", "mcp:session:{" + session.id() + "}", "v", "2", "level", "of a newer host");
    assertThatThrownBy(() -> two.store.find(session.id()).await()).isInstanceOf(NewerFormatException.class).hasMessageContaining("2");
    assertThatThrownBy(() -> two.store.change(session.id(), Map.of(SessionFields.LEVEL, "debug"), Set.of()).await())
        .isInstanceOf(NewerFormatException.class);
    assertThat(redis.cli("HGET", "mcp:session:{" + session.id() + "}", "level")).isEqualTo("of a newer host");
  }

  @Test
  void fields_of_a_newer_host_are_ignored_and_kept() {
    SessionRecord session = one.open("demo", "ann");
    redis.cli("HSET", "mcp:session:{" + session.id() + "}", "colour", "blue");
    redis.cli("XADD", "mcp:session:{" + session.id() + "}:events", "*", "s", "0", "n", "0", "d", "{}", "colour", "blue");
    assertThat(two.store.find(session.id()).await()).isEqualTo(session);
    assertThat(two.store.change(session.id(), Map.of(SessionFields.LEVEL, "debug"), Set.of()).await().level()).isEqualTo(LogLevel.DEBUG);
    assertThat(redis.cli("HGET", "mcp:session:{" + session.id() + "}", "colour")).isEqualTo("blue");
    assertThat(two.store.read(session.id(), SessionStore.START).await()).extracting(event -> event.data().toString()).containsExactly("{}");
  }

  @Test
  void what_cannot_be_read_is_no_session() {
    SessionRecord session = one.open("demo", "ann");
    redis.cli("HDEL", "mcp:session:{" + session.id() + "}", "capabilities");
    assertThat(two.store.find(session.id()).await()).isNull();
    redis.cli("SET", "mcp:session:{" + session.id() + "}", "text");
    assertThat(two.store.find(session.id()).await()).isNull();
  }
}
