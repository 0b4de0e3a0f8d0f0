package dev.gatehouse.redis.session;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.LeastRightsIT;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.SessionsConfig;
import dev.gatehouse.mcp.legacy.SessionFields;
import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.mcp.legacy.SessionStore;
import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All that the host does for sessions, as the Redis user of the manual, and as one who was made for an older version. */
class SessionRightsIT extends LinkedTest {

  private static final List<String> OF_SESSIONS =
      List.of("+publish", "+subscribe", "+incr", "+incrby", "+del", "+pexpire", "+hget", "+hdel",
          "+hlen", "+hexists", "+xrange", "+xdel", "+xtrim", "+zadd", "+zcard", "+zrange", "+zrangebyscore", "+zrem", "+zscore");

  private RedisLink as(String user, List<String> rights) {
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", user, "reset", "on", ">pw"));
    words.addAll(rights);
    assertThat(redis.cli(words.toArray(String[]::new))).isEqualTo("OK");
    assertThat(redis.cli("ACL", "LOG", "RESET")).isEqualTo("OK");
    return link(redis.url().replace("redis://", "redis://" + user + ":pw@"));
  }

  @Test
  void the_manuals_rights_are_enough() throws InterruptedException {
    RedisLink user = as("gatehouse", LeastRightsIT.RIGHTS);
    TestSessions host = new TestSessions(user, KEYS, new SessionsConfig(2, Duration.ofMinutes(1)), 100_000);
    SessionRecord session = host.open("demo", "ann");
    SessionRecord second = host.open("demo", "ann");
    host.open("demo", "ann");
    host.store.append(second, "0", 1, Buffer.buffer("x")).await();
    assertThat(host.store.read(second.id(), SessionStore.START).await()).isNotEmpty();
    for (int i = 0; i < 5; i++) {
      host.store.append(second, "0", i, Buffer.buffer("x".repeat(1 << 20))).await();
    }
    host.store.change(second.id(), Map.of(SessionFields.LEVEL, "debug"), Set.of("sub:file:///a")).await();
    host.store.used(second);
    eventually(() -> host.store.find(session.id()).await() == null);
    eventually(() -> host.store.read(second.id(), SessionStore.START).await().isEmpty());
    host.store.tell(SessionStore.ALL, new Signal(Signal.Kind.CANCEL, "4f1c", "1")).await();
    redis.cli("PUBLISH", "mcp:hosts", "99 CANCEL 4f1c 1");
    eventually(() -> !host.told.isEmpty());
    host.store.isRunning(99).await();
    host.store.close(second).await();
    host.close();
    assertThat(redis.cli("ACL", "LOG")).isEmpty();
    assertThat(user.problems()).isEmpty();
    user.close().await();
  }

  @Test
  void without_them_the_host_starts_and_says_what_is_refused() {
    List<String> older = LeastRightsIT.RIGHTS.stream().filter(right -> !OF_SESSIONS.contains(right) && !right.startsWith("&")).toList();
    RedisLink user = as("older", older);
    TestSessions host = new TestSessions(user, KEYS, TestSessions.USUAL);
    assertThat(host.store.host()).isPositive();
    assertThatThrownBy(() -> host.open("demo", "ann")).isInstanceOf(StoreUnavailableException.class);
    assertThat(user.problems()).anyMatch(problem -> problem.startsWith("refuses sessions: "))
        .anyMatch(problem -> problem.startsWith("does not relay messages between hosts (SUBSCRIBE): NOPERM"));
    host.close();
    user.close().await();
  }
}
