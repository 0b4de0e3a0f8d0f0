package dev.gatehouse.redis.embedded;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.EmbeddedRedisConfig;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded Redis that ends while hosts use it comes back, and one that is stopped does not. */
class RedisSupervisorIT {

  @TempDir
  Path folder;

  private EmbeddedRedisConfig config;
  private EmbeddedRedis redis;
  private EmbeddedHost other;

  @BeforeEach
  void start() throws IOException {
    config = new EmbeddedRedisConfig(RedisExtension.freePort(), folder.resolve("data"), null);
  }

  @AfterEach
  void leaveNothingBehind() throws IOException {
    if (other != null) {
      other.kill();
    }
    if (redis != null) {
      redis.shutdown();
    }
    EmbeddedHost.end(config);
  }

  private boolean answers() {
    return EmbeddedHost.answers(config);
  }

  @Test
  void one_that_is_killed_comes_back_with_its_data_as_often_as_it_is_killed() throws Exception {
    redis = EmbeddedRedis.start(config);
    for (int kills = 1; kills <= 3; kills++) {
      EmbeddedHost.ask(config, "SADD", "mcp:revoked", "key" + kills);
      EmbeddedHost.killRedis(config);
      eventually(redis::restarts, kills);
      assertThat(redis.problem()).isNull();
      assertThat(EmbeddedHost.ask(config, "SCARD", "mcp:revoked")).isEqualTo("" + kills);
    }
  }

  @Test
  void one_that_is_shut_down_by_hand_comes_back_too() throws Exception {
    redis = EmbeddedRedis.start(config);
    redisIsShutDown();
    eventually(redis::restarts, 1);
    assertThat(answers()).isTrue();
  }

  private void redisIsShutDown() throws IOException {
    ProcessHandle process = EmbeddedHost.process(config);
    process.destroy();
    EmbeddedHost.awaitEnd(config, process);
  }

  @Test
  void the_end_of_the_host_is_the_end_of_it() throws Exception {
    redis = EmbeddedRedis.start(config);
    EmbeddedHost.killRedis(config);
    redis.shutdown();
    assertThat(new RedisFiles(config.dir().toRealPath()).process()).isEmpty();
    redis = EmbeddedRedis.start(config);
    assertThat(redis.adopted()).isFalse();
    redis.shutdown();
    redis = null;
    Thread.sleep(1_000);
    assertThat(answers()).isFalse();
  }

  @Test
  void hosts_that_share_it_start_it_once_and_go_on_sharing_it() throws Exception {
    redis = EmbeddedRedis.start(config);
    other = EmbeddedHost.start(config);
    EmbeddedHost.ask(config, "SADD", "mcp:revoked", "tenant:demo");
    long before = EmbeddedHost.process(config).pid();
    EmbeddedHost.killRedis(config);
    eventually(this::answers);
    assertThat(EmbeddedHost.ask(config, "SMEMBERS", "mcp:revoked")).isEqualTo("[tenant:demo]");
    long after = EmbeddedHost.process(config).pid();
    assertThat(after).isNotEqualTo(before);
    redis.shutdown();
    redis = null;
    assertThat(EmbeddedHost.process(config).pid()).as("the other host still uses it").isEqualTo(after);
    EmbeddedHost.killRedis(config);
    eventually(this::answers);
  }

  @Test
  void why_it_does_not_come_back_is_told_and_it_comes_back_when_it_can() throws Exception {
    redis = EmbeddedRedis.start(config);
    try (ServerSocket thief = takePort()) {
      String expected = "the embedded Redis ended and cannot be started again: redis.embedded.port " + thief.getLocalPort()
          + " is taken by ";
      eventually(() -> redis.problem() != null && redis.problem().startsWith(expected));
    }
    eventually(() -> redis.problem() == null);
    assertThat(answers()).isTrue();
  }

  /** Faster than the supervisor, which may win all the same: then once more. */
  private ServerSocket takePort() throws IOException {
    while (true) {
      EmbeddedHost.killRedis(config);
      try {
        return new ServerSocket(config.port(), 1, InetAddress.getByName("127.0.0.1"));
      } catch (IOException e) {
        while (!answers()) {
          ProcessWait.aMoment();
        }
      }
    }
  }
}
