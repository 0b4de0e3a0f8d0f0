package dev.gatehouse.redis.link;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.LogOf;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.TestNode;
import dev.gatehouse.redis.TestSentinel;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.connection.Tracking;
import dev.gatehouse.redis.connection.TrackingEpoch;
import dev.gatehouse.redis.sentinel.SentinelWatch;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A link finds the master by Sentinels, and says why it does not. */
@Timeout(300)
@ExtendWith(VertxExtension.class)
class SentinelLinkIT {

  @RegisterExtension
  static final RedisExtension plain = RedisExtension.ofItsOwn();

  private static TestSentinel sentinel;

  @BeforeAll
  static void start() throws IOException {
    sentinel = TestSentinel.create().redis("--requirepass", "pw", "--masterauth", "pw").login("default", "pw")
        .sentinel("sentinel auth-pass mymaster pw", "requirepass watch", "sentinel sentinel-pass watch").sentinelLogin("default", "watch")
        .start();
  }

  @AfterAll
  static void stop() throws IOException {
    sentinel.close();
  }

  private static String url() {
    return sentinel.url(":pw@") + "?sentinelPassword=watch";
  }

  private static RedisLink connected(Vertx vertx, String url) {
    RedisLink link = new RedisLink(vertx, url);
    link.connect(Duration.ofSeconds(60)).await();
    return link;
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> failure(Vertx vertx, String url, Duration patience) {
    RedisLink link = new RedisLink(vertx, url);
    return assertThatThrownBy(() -> link.connect(patience).await()).isInstanceOf(RedisStartException.class)
        .hasMessageContaining("(redis.url)").hasMessageNotContaining("hunter2");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> atOnce(Vertx vertx, String url) {
    return failure(vertx, url, Duration.ofMinutes(10));
  }

  private static final class Unheard implements Tracking.Listener {

    @Override
    public void tracked(TrackingEpoch period) {
      // Not looked at.
    }

    @Override
    public void changed(List<String> names) {
      // Not looked at.
    }

    @Override
    public void flushed() {
      // Not looked at.
    }

    @Override
    public void lost() {
      // Not looked at.
    }
  }

  private static boolean isServed(RedisLink link, String key) {
    return link.send(Request.cmd(Command.SET).arg(key).arg("1")).map(true).otherwise(false).await();
  }

  @Test
  void another_master_is_followed_while_the_one_before_still_answers(Vertx vertx) throws Exception {
    try (LogOf log = new LogOf(SentinelWatch.class.getName())) {
      RedisLink link = connected(vertx, url());
      TestNode before = sentinel.settled();
      assertThat(log.lines()).as("a short command does not warn").noneMatch(line -> line.contains("min-replicas-to-write"));
      vertx.deployVerticle(link.tracking(List.of("mcp:key:"), new Unheard())).await();
      eventually(() -> log.lines().stream().anyMatch(line -> line.contains(before.address() + " has no min-replicas-to-write")));
      assertThat(link.master()).isEqualTo(before.address());
      assertThat(isServed(link, "a")).isTrue();
      sentinel.failOver(before, sentinel.sentinels().get(0));
      TestNode after = sentinel.masterAfter(before, sentinel.sentinels().get(0));
      eventually(link::master, after.address());
      eventually(() -> isServed(link, "b"));
      assertThat(after.cli("GET", "b")).isEqualTo("1");
      assertThat(after.cli("GET", "a")).isEqualTo("1");
      assertThat(log.lines()).anyMatch(line -> line.startsWith("Redis at " + link.address() + " has another master: " + after.address()));
      link.close().await();
    }
    sentinel.settled();
  }

  @Test
  void a_sentinel_that_is_gone_is_reported_and_the_others_suffice(Vertx vertx) throws Exception {
    RedisLink link = connected(vertx, url());
    TestNode gone = sentinel.sentinels().get(2);
    gone.kill();
    eventually(() -> link.problems().stream().anyMatch(problem -> problem.startsWith("cannot reach a Sentinel: " + gone.address())));
    assertThat(isServed(link, "c")).isTrue();
    RedisLink another = connected(vertx, url());
    assertThat(another.master()).isEqualTo(link.master());
    gone.start();
    eventually(() -> link.problems().isEmpty());
    gone.signal("STOP");
    RedisLink third = connected(vertx, url());
    assertThat(third.master()).as("one that hangs").isEqualTo(link.master());
    gone.signal("CONT");
    third.close().await();
    link.close().await();
    another.close().await();
  }

  @Test
  void a_master_that_turned_replica_by_hand_is_left(Vertx vertx) throws Exception {
    TestNode before = sentinel.settled();
    TestNode other = sentinel.nodes().stream().filter(node -> node != before).findFirst().orElseThrow();
    RedisLink link = connected(vertx, url());
    String[] host = other.address().split(":");
    assertThat(before.cli("REPLICAOF", host[0], host[1])).isEqualTo("OK");
    eventually(() -> !isServed(link, "d"));
    // The Sentinels wait for more than twenty seconds before they take such a master for lost.
    sentinel.masterAfter(before, sentinel.sentinels().get(0));
    eventually(() -> isServed(link, "e"));
    link.close().await();
    sentinel.settled();
  }

  @Test
  void what_is_wrong_with_the_sentinels_is_said(Vertx vertx) throws IOException {
    int closed = RedisExtension.freePort();
    String none = "redis+sentinel://:hunter2@127.0.0.1:" + closed + "/mymaster";
    failure(vertx, none, Duration.ofMillis(500)).hasMessageStartingWith("cannot use Redis at 127.0.0.1:" + closed + "/mymaster (redis.url):"
        + " no Sentinel names the master: 127.0.0.1:" + closed + ": Connection refused");
    atOnce(vertx, url().replace("/mymaster", "/other")).hasMessageContaining(": watches no master named other");
    atOnce(vertx, url().replace("=watch", "=hunter2")).hasMessageContaining(": WRONGPASS").hasMessageContaining("sentinelPassword=…");
    atOnce(vertx, sentinel.url(":pw@")).hasMessageContaining(": NOAUTH").hasMessageContaining("sentinelPassword=…");
    for (TestNode node : sentinel.sentinels()) {
      node.cli("ACL", "SETUSER", "few", "reset", "on", ">pw", "+sentinel|get-master-addr-by-name", "+subscribe", "&*");
    }
    atOnce(vertx, url().replace("?sentinelPassword=watch", "?sentinelUser=few&sentinelPassword=pw")).hasMessageContaining(": NOPERM")
        .hasMessageContaining("needs +sentinel|master");
    atOnce(vertx, "redis+sentinel://127.0.0.1:" + plain.port() + "/mymaster").hasMessageContaining(": is no Sentinel");
  }

  @Test
  void what_is_wrong_with_the_master_is_said(Vertx vertx) throws IOException {
    String master = sentinel.settled().address();
    atOnce(vertx, url().replace(":pw@", ":hunter2@")).hasMessageContaining(": its master " + master + ": WRONGPASS")
        .hasMessageContaining("the user or the password in redis.url");
    atOnce(vertx, url().replace(":pw@", "")).hasMessageContaining(": its master " + master + ": NOAUTH");
  }
}
