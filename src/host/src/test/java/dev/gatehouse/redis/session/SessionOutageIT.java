package dev.gatehouse.redis.session;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.LogOf;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.mcp.legacy.SessionFields;
import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.mcp.legacy.SessionStore;
import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions while Redis is away, forgets everything, or tells of no changes. */
class SessionOutageIT extends LinkedTest {

  private TestSessions host;

  @BeforeEach
  void start() {
    host = new TestSessions(link, KEYS, TestSessions.USUAL);
  }

  @AfterEach
  void stop() throws IOException {
    redis.resume();
    redis.cli("ACL", "SETUSER", "default", "+client|tracking", "+subscribe");
    host.close();
  }

  @Override
  protected Duration commandTimeout() {
    return Duration.ofSeconds(2);
  }

  private static void kill(String flags) {
    redis.cli("CLIENT", "LIST").lines().filter(line -> line.contains("flags=" + flags))
        .forEach(line -> redis.cli("CLIENT", "KILL", "ID", line.replaceAll("^id=(\\d+).*", "$1")));
  }

  private SessionRecord known() throws InterruptedException {
    SessionRecord session = host.open("demo", "ann");
    eventually(() -> find(session) && host.store.known(session.id()) != null);
    return session;
  }

  private boolean find(SessionRecord session) {
    return host.store.find(session.id()).transform(found -> Future.succeededFuture(found.succeeded() && found.result() != null)).await();
  }

  @Test
  void a_paused_redis_leaves_known_sessions_for_the_grace_time_and_no_others() throws Exception {
    SessionRecord session = known();
    SessionRecord unknown = host.open("demo", "bob");
    redis.pause();
    eventually(() -> host.store.known(session.id()) == null);
    assertThat(host.store.find(session.id()).await()).isEqualTo(session);
    assertThatThrownBy(() -> host.store.find(unknown.id()).await()).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> host.store.append(session, "0", 0, Buffer.buffer("{}")).await())
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> host.store.open(TestSessions.session("demo", "eve")).await()).isInstanceOf(StoreUnavailableException.class);
    host.store.used(unknown);
    redis.resume();
    eventually(() -> find(unknown));
    eventually(() -> find(session) && host.store.known(session.id()) != null);
    assertThat(host.all).isNotEmpty();
  }

  @Test
  void what_waits_for_a_slow_redis_is_bounded() throws Exception {
    SessionRecord session = known();
    Buffer large = Buffer.buffer("x".repeat(1 << 20));
    redis.pause();
    List<Future<String>> appended = IntStream.rangeClosed(1, 40).mapToObj(i -> host.store.append(session, "1.1", i, large)).toList();
    assertThat(appended.subList(32, 40)).as("beyond 32 MiB").allMatch(Future::failed);
    assertThat(appended.subList(32, 40)).allMatch(one -> one.cause().getMessage().contains("not taken"));
    Future.join(appended).otherwiseEmpty().await();
    redis.resume();
    eventually(() -> find(session));
    eventually(() -> host.store.append(session, "1.1", 41, large).transform(done -> Future.succeededFuture(done.succeeded())).await());
  }

  @Test
  void a_change_while_nothing_is_told_is_seen_by_the_next_request() throws Exception {
    SessionRecord session = known();
    redis.cli("ACL", "SETUSER", "default", "-client|tracking");
    int before = host.all.size();
    kill("tB");
    eventually(() -> host.all.size() > before && host.store.known(session.id()) == null);
    redis.cli("HSET", "mcp:session:{" + session.id() + "}", "level", "error");
    assertThat(host.store.find(session.id()).await().level().wire()).isEqualTo("error");
    assertThat(host.store.known(session.id())).isNull();
    redis.cli("ACL", "SETUSER", "default", "+client|tracking");
    eventually(() -> find(session) && host.store.known(session.id()) != null);
    assertThat(host.store.known(session.id()).level().wire()).isEqualTo("error");
  }

  @Test
  void a_flush_ends_all_sessions_and_leaves_the_host_running() throws Exception {
    SessionRecord session = known();
    redis.flush();
    eventually(() -> host.store.known(session.id()) == null && !find(session));
    assertThat(host.store.change(session.id(), Map.of(SessionFields.LEVEL, "debug"), Set.of()).await()).isNull();
    eventually(() -> redis.cli("EXISTS", "mcp:host:" + host.store.host()).equals("1"));
    assertThat(find(host.open("demo", "ann"))).isTrue();
  }

  @Test
  void a_restart_of_redis_keeps_sessions_and_their_events() throws Exception {
    SessionRecord session = known();
    host.store.append(session, "0", 1, Buffer.buffer("{}")).await();
    redis.stop();
    assertThatThrownBy(() -> host.store.append(session, "0", 2, Buffer.buffer("{}")).await())
        .isInstanceOf(StoreUnavailableException.class);
    redis.start();
    eventually(() -> find(session));
    eventually(() -> host.store.append(session, "0", 3, Buffer.buffer("{}")).transform(done -> Future.succeededFuture(done.succeeded()))
        .await());
    assertThat(host.store.read(session.id(), SessionStore.START).await()).extracting(event -> event.sequence()).startsWith(1L).endsWith(3L);
    eventually(() -> redis.cli("PUBSUB", "NUMSUB", "mcp:hosts").equals("mcp:hosts\n1"));
  }

  @Test
  void messages_are_heard_again_after_the_connection_was_cut() throws Exception {
    RedisLink otherLink = link();
    TestSessions other = new TestSessions(otherLink, KEYS, TestSessions.USUAL);
    int before = other.all.size();
    kill("P");
    eventually(() -> other.all.size() > before);
    eventually(() -> {
      host.store.tell(other.store.host(), new Signal(Signal.Kind.CANCEL, "4f1c", "1"));
      return !other.told.isEmpty();
    });
    other.close();
    otherLink.close().await();
  }

  @Test
  void a_host_that_may_not_subscribe_starts_and_says_so() throws Exception {
    redis.cli("ACL", "SETUSER", "default", "-subscribe");
    kill("P");
    RedisLink otherLink = link();
    TestSessions other = new TestSessions(otherLink, KEYS, TestSessions.USUAL);
    assertThat(otherLink.problems()).anyMatch(problem -> problem.startsWith("does not relay messages between hosts (SUBSCRIBE): NOPERM"));
    assertThat(other.store.find(host.open("demo", "ann").id()).await()).isNotNull();
    redis.cli("ACL", "SETUSER", "default", "+subscribe");
    eventually(() -> otherLink.problems().isEmpty());
    other.close();
    otherLink.close().await();
  }

  @Test
  void a_number_that_a_running_host_has_is_not_given_again() throws Exception {
    redis.cli("SET", "mcp:hosts:number", Long.toString(SessionStore.MOST_HOSTS - 1));
    redis.cli("SET", "mcp:host:" + SessionStore.MOST_HOSTS, "running", "PX", "60000");
    redis.cli("SET", "mcp:host:1", "running", "PX", "60000");
    RedisLink otherLink = link();
    TestSessions other = new TestSessions(otherLink, KEYS, TestSessions.USUAL);
    assertThat(other.store.host()).isBetween(2, 1000).isNotEqualTo(host.store.host());
    other.close();
    otherLink.close().await();
  }

  @Test
  void nor_is_it_when_all_that_were_tried_are_taken() throws Exception {
    redis.cli("SET", "mcp:hosts:number", "1000");
    for (int i = 1001; i <= 1016; i++) {
      redis.cli("SET", "mcp:host:" + i, "running", "PX", "60000");
    }
    RedisLink otherLink = link();
    try (LogOf log = new LogOf(HostNumber.class.getName())) {
      TestSessions other = new TestSessions(otherLink, KEYS, TestSessions.USUAL);
      assertThat(other.store.host()).matches(number -> number < 1001 || number > 1016);
      assertThat(log.lines()).anyMatch(line -> line.endsWith("the next 16 numbers are those of running hosts"));
      other.close();
    }
    otherLink.close().await();
  }
}
