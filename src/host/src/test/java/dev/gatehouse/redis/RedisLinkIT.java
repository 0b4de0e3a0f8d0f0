package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServer;
import io.vertx.junit5.VertxExtension;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(VertxExtension.class)
class RedisLinkIT {

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(300);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private Vertx vertx;
  private RedisLink link;

  @BeforeEach
  void connect(Vertx vertx) {
    this.vertx = vertx;
    redis.flush();
    link = link(redis.url());
    link.connect(CONNECT_TIMEOUT).await();
  }

  @AfterEach
  void close() {
    link.close().await();
  }

  private RedisLink link(String url) {
    return new RedisLink(vertx, url, COMMAND_TIMEOUT, 2);
  }

  private Future<Response> ping() {
    return link.send(Request.cmd(Command.PING));
  }

  private void awaitPong() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try {
        ping().await();
        return;
      } catch (StoreUnavailableException e) {
        assertThat(System.nanoTime()).as("still failing: " + e.getMessage()).isLessThan(deadline);
        Thread.sleep(20);
      }
    }
  }

  @Test
  void a_command_is_answered() {
    assertThat(ping().await().toString()).isEqualTo("PONG");
  }

  @Test
  void every_event_loop_has_a_connection_of_its_own() {
    RedisLink wide = new RedisLink(vertx, redis.url());
    wide.connect(CONNECT_TIMEOUT).await();
    assertThat(wide.lanes()).isEqualTo(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
    wide.close().await();
  }

  @Test
  void a_thousand_commands_at_once_are_answered_in_order() {
    List<Future<Response>> replies = IntStream.range(0, 1000)
        .mapToObj(i -> link.send(Request.cmd(Command.ECHO).arg("n" + i))).toList();
    Future.join(replies).await();
    assertThat(replies).extracting(reply -> reply.result().toString())
        .containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(i -> "n" + i).toList());
  }

  @Test
  void an_error_of_redis_is_unavailability_with_that_error_as_its_cause() {
    redis.cli("SET", "text", "x");
    assertThatThrownBy(() -> link.send(Request.cmd(Command.HGETALL).arg("text")).await())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("hgetall").hasMessageContaining("WRONGTYPE")
        .hasCauseInstanceOf(ErrorType.class);
    assertThat(ping().await().toString()).as("the connection is none the worse").isEqualTo("PONG");
  }

  @Test
  void a_restart_is_survived_and_commands_fail_at_once_meanwhile() throws Exception {
    redis.stop();
    assertThatThrownBy(() -> ping().await()).isInstanceOf(StoreUnavailableException.class);
    long before = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> ping().await()).isInstanceOf(StoreUnavailableException.class)
          .hasMessage("Redis at 127.0.0.1:" + redis.port() + " is not connected when asked: ping");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(COMMAND_TIMEOUT.multipliedBy(100));
    redis.start();
    awaitPong();
  }

  @Test
  void commands_in_flight_fail_when_the_connection_is_cut() throws IOException {
    Future<Response> waiting = link.send(Request.cmd(Command.BLPOP).arg("nothing").arg(0));
    redis.cli("CLIENT", "KILL", "TYPE", "normal");
    assertThatThrownBy(waiting::await).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("blpop");
  }

  @Test
  void a_hanging_redis_is_a_timeout_and_is_used_again_when_it_goes_on() throws Exception {
    redis.pause();
    try {
      assertThatThrownBy(() -> ping().await()).isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("did not answer within 300 ms").hasMessageContaining("ping");
    } finally {
      redis.resume();
    }
    awaitPong();
  }

  @Test
  void more_commands_than_a_connection_may_hold_fail_instead_of_piling_up() throws Exception {
    redis.pause();
    Future<Response> last = null;
    for (int i = 0; i < 20_000; i++) {
      last = ping();
    }
    Future<Response> overflow = last;
    assertThatThrownBy(overflow::await).isInstanceOf(StoreUnavailableException.class);
    redis.resume();
    awaitPong();
  }

  @Test
  void a_redis_that_is_not_there_is_a_sentence_with_the_address_and_no_password() throws IOException {
    int port = RedisExtension.freePort();
    RedisLink nowhere = link("redis://bob:hunter2@127.0.0.1:" + port);
    assertThatThrownBy(() -> nowhere.connect(Duration.ofMillis(200)).await())
        .isInstanceOf(RedisStartException.class)
        .hasMessageStartingWith("cannot use Redis at 127.0.0.1:" + port + " (redis.url): ")
        .hasMessageNotContainingAny("hunter2", "bob", "\n");
  }

  @Test
  void a_redis_that_starts_late_is_waited_for() throws Exception {
    redis.stop();
    Future<Void> connected = link(redis.url()).connect(CONNECT_TIMEOUT);
    redis.start();
    connected.await();
  }

  @Test
  void something_that_never_answers_is_given_up_in_time() {
    NetServer mute = vertx.createNetServer().connectHandler(socket -> { }).listen(0, "127.0.0.1").await();
    RedisLink toMute = link("redis://127.0.0.1:" + mute.actualPort());
    assertThatThrownBy(() -> toMute.connect(Duration.ofMillis(500)).await())
        .isInstanceOf(RedisStartException.class).hasMessageContaining("no answer");
  }

  @Test
  void credentials_and_database_of_the_url_are_used() {
    redis.cli("ACL", "SETUSER", "gate", "on", ">s3cr3t/+", "~*", "+@all");
    RedisLink third = link("redis://gate:s3cr3t%2F%2B@127.0.0.1:" + redis.port() + "/3");
    third.connect(CONNECT_TIMEOUT).await();
    assertThat(third.send(Request.cmd(Command.CLIENT).arg("INFO")).await().toString()).contains("user=gate").contains("db=3");
    third.close().await();
  }

  @Test
  void wrong_credentials_are_refused_at_once() {
    redis.cli("ACL", "SETUSER", "somebody", "on", ">other");
    RedisLink somebody = link("redis://somebody:hunter2@127.0.0.1:" + redis.port());
    assertThatThrownBy(() -> somebody.connect(CONNECT_TIMEOUT).await())
        .isInstanceOf(RedisStartException.class).hasMessageContaining("WRONGPASS").hasMessageNotContaining("hunter2");
  }

  @Test
  void missing_credentials_are_refused_at_once() throws IOException {
    try (RedisProbe admin = new RedisProbe("127.0.0.1", redis.port(), 5_000)) {
      admin.ask("ACL", "SETUSER", "default", "resetpass", ">other");
      try {
        assertThatThrownBy(() -> link(redis.url()).connect(CONNECT_TIMEOUT).await())
            .isInstanceOf(RedisStartException.class).hasMessageContaining("NOAUTH");
      } finally {
        admin.ask("ACL", "SETUSER", "default", "nopass");
      }
    }
  }
}
