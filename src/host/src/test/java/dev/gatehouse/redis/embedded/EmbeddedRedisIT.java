package dev.gatehouse.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.config.EmbeddedRedisConfig;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.connection.RedisStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {

  @RegisterExtension
  static final RedisExtension stranger = RedisExtension.ofItsOwn();

  @TempDir
  Path folder;

  private EmbeddedRedisConfig config;

  @BeforeEach
  void choosePort() throws IOException {
    config = new EmbeddedRedisConfig(RedisExtension.freePort(), folder.resolve("data"), null);
  }

  @AfterEach
  void leaveNothingBehind() throws IOException {
    EmbeddedHost.end(config);
  }

  private String ask(String... words) throws IOException {
    return EmbeddedHost.ask(config, words);
  }

  private boolean answers() {
    return EmbeddedHost.answers(config);
  }

  @Test
  void it_serves_on_loopback_evicts_nothing_and_ends() throws IOException {
    EmbeddedRedis redis = EmbeddedRedis.start(config);
    assertThat(redis.adopted()).isFalse();
    assertThat(redis.url()).matches("unix:///.*/data/redis\\.sock\\?password=[0-9a-f]{64}");
    assertThat(ask("CONFIG", "GET", "bind")).isEqualTo("[bind, 127.0.0.1]");
    assertThat(ask("CONFIG", "GET", "maxmemory-policy")).isEqualTo("[maxmemory-policy, noeviction]");
    assertThat(ask("CONFIG", "GET", "protected-mode")).isEqualTo("[protected-mode, yes]");
    redis.shutdown();
    assertThat(answers()).isFalse();
  }

  @Test
  void its_data_survives_a_shutdown() throws IOException {
    EmbeddedRedis first = EmbeddedRedis.start(config);
    ask("SADD", "mcp:revoked", "tenant:demo");
    first.shutdown();
    EmbeddedRedis second = EmbeddedRedis.start(config);
    assertThat(second.adopted()).isFalse();
    assertThat(ask("SMEMBERS", "mcp:revoked")).isEqualTo("[tenant:demo]");
    second.shutdown();
  }

  @Test
  void a_path_may_hold_anything_a_file_system_takes() throws IOException {
    Path odd = folder.resolve("my data").resolve("it's \"[quoted]\" \\ * ? #1 ☂").resolve(" x ");
    config = new EmbeddedRedisConfig(config.port(), odd, null);
    EmbeddedRedis redis = EmbeddedRedis.start(config);
    assertThat(odd.resolve("redis.log")).exists();
    assertThat(odd.resolve("redis.pid")).exists();
    assertThat(odd.resolve("appendonlydir")).exists();
    redis.shutdown();
  }

  @Test
  void a_host_that_is_killed_leaves_it_to_the_next() throws IOException {
    EmbeddedHost killed = EmbeddedHost.start(config);
    ask("SADD", "mcp:revoked", "tenant:demo");
    killed.kill();
    assertThat(answers()).isTrue();
    EmbeddedRedis next = EmbeddedRedis.start(config);
    assertThat(next.adopted()).isTrue();
    assertThat(ask("SMEMBERS", "mcp:revoked")).isEqualTo("[tenant:demo]");
    next.shutdown();
    assertThat(answers()).isFalse();
  }

  @Test
  void ctrl_c_on_the_terminal_does_not_reach_it() throws IOException {
    EmbeddedRedis redis = EmbeddedRedis.start(config);
    Process group = new ProcessBuilder("sh", "-c", "kill -0 -" + EmbeddedHost.process(config).pid()).start();
    assertThat(ProcessWait.exitOf(group, 5_000)).as("it leads a process group of its own").isZero();
    redis.shutdown();
  }

  @Test
  void hosts_share_it_and_the_last_one_stops_it() throws IOException {
    EmbeddedHost other = EmbeddedHost.start(config);
    EmbeddedRedis guest = EmbeddedRedis.start(config);
    assertThat(guest.adopted()).isTrue();
    guest.shutdown();
    assertThat(answers()).as("the other host still uses it").isTrue();
    EmbeddedRedis last = EmbeddedRedis.start(config);
    other.kill();
    last.shutdown();
    assertThat(answers()).isFalse();
  }

  @Test
  void one_process_uses_it_once() {
    EmbeddedRedis redis = EmbeddedRedis.start(config);
    assertThatThrownBy(() -> EmbeddedRedis.start(config)).isInstanceOf(RedisStartException.class)
        .hasMessage("redis.embedded.dir " + config.dir() + " cannot be used: this process uses it already");
    assertThat(answers()).isTrue();
    redis.shutdown();
  }

  @Test
  void another_redis_on_the_port_is_not_adopted() {
    EmbeddedRedisConfig taken = new EmbeddedRedisConfig(stranger.port(), config.dir(), null);
    assertThatThrownBy(() -> EmbeddedRedis.start(taken)).isInstanceOf(RedisStartException.class)
        .hasMessageStartingWith("redis.embedded.port " + stranger.port() + " is taken by a Redis whose data is in /");
    assertThat(stranger.cli("PING")).isEqualTo("PONG");
  }

  @Test
  void another_redis_that_does_not_say_where_its_data_is_is_not_adopted() {
    stranger.cli("ACL", "SETUSER", "default", "-config");
    EmbeddedRedisConfig taken = new EmbeddedRedisConfig(stranger.port(), config.dir(), null);
    assertThatThrownBy(() -> EmbeddedRedis.start(taken)).isInstanceOf(RedisStartException.class)
        .hasMessageStartingWith("redis.embedded.port " + stranger.port() + " is taken by a Redis that says: NOPERM");
    stranger.cli("ACL", "SETUSER", "default", "+config");
  }

  @Test
  void another_program_on_the_port_is_named_as_one() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread answering = new Thread(() -> answerAsAWebServer(web));
      answering.start();
      assertThatThrownBy(() -> EmbeddedRedis.start(new EmbeddedRedisConfig(web.getLocalPort(), config.dir(), null)))
          .isInstanceOf(RedisStartException.class)
          .hasMessageStartingWith("redis.embedded.port " + web.getLocalPort() + " is taken by a program");
      answering.join();
    }
  }

  private static void answerAsAWebServer(ServerSocket web) {
    try (Socket socket = web.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readNBytes(1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_silent_program_on_the_port_is_given_up() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> EmbeddedRedis.start(new EmbeddedRedisConfig(mute.getLocalPort(), config.dir(), null)))
          .isInstanceOf(RedisStartException.class).hasMessageStartingWith("redis.embedded.port " + mute.getLocalPort());
    }
  }

  @Test
  void two_servers_never_write_to_one_folder() throws IOException {
    EmbeddedHost.start(config).kill();
    EmbeddedRedisConfig moved = new EmbeddedRedisConfig(RedisExtension.freePort(), config.dir(), null);
    assertThatThrownBy(() -> EmbeddedRedis.start(moved)).isInstanceOf(RedisStartException.class)
        .hasMessageContaining("redis.embedded.port is " + moved.port())
        .hasMessageContaining("redis-cli -p " + config.port() + " shutdown");
    EmbeddedRedis.start(config).shutdown();
    EmbeddedRedis.start(moved).shutdown();
  }

  @Test
  void port_0_is_any_free_one_and_the_next_start_finds_what_was_left_there() throws IOException {
    EmbeddedRedisConfig any = new EmbeddedRedisConfig(0, config.dir(), null);
    assertThatThrownBy(() -> EmbeddedRedis.urlOf(any)).isInstanceOf(RedisStartException.class)
        .hasMessageContaining("redis.embedded.port");
    EmbeddedHost.start(any).kill();
    EmbeddedRedis next = EmbeddedRedis.start(any);
    assertThat(next.adopted()).isTrue();
    assertThat(next.port()).isPositive();
    assertThat(next.url()).contains("/redis.sock?password=").isEqualTo(EmbeddedRedis.urlOf(any));
    next.shutdown();
    EmbeddedRedis.start(any).shutdown();
  }

  @Test
  void a_folder_that_is_a_file_is_a_sentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> EmbeddedRedis.start(new EmbeddedRedisConfig(config.port(), file, null)))
        .isInstanceOf(RedisStartException.class).hasMessageStartingWith("redis.embedded.dir " + file + " cannot be used");
  }

  @Test
  void data_that_cannot_be_read_is_a_sentence_from_its_log() throws IOException {
    EmbeddedRedis.start(config).shutdown();
    Files.writeString(config.dir().resolve("appendonlydir").resolve("appendonly.aof.1.base.rdb"), "this is no data");
    assertThatThrownBy(() -> EmbeddedRedis.start(config)).isInstanceOf(RedisStartException.class)
        .hasMessageStartingWith("the embedded Redis does not serve; the end of " + config.dir().toRealPath().resolve("redis.log"))
        .hasMessageContaining("Bad file format").hasMessageNotContaining("\n");
  }

  @Test
  void the_binary_is_copied_once_and_nothing_is_left_half_done() throws IOException {
    EmbeddedRedis.start(config).shutdown();
    Path binary = config.dir().resolve("bin").resolve(RedisBinary.name());
    Object before = Files.getLastModifiedTime(binary);
    EmbeddedRedis.start(config).shutdown();
    assertThat(Files.getLastModifiedTime(binary)).isEqualTo(before);
    assertThat(binary.getParent().toFile().list()).containsExactly(RedisBinary.name());
    assertThat(config.dir().toFile().list()).containsExactlyInAnyOrder("appendonlydir", "bin", "hosts.lock", "password", "redis.conf",
        "redis.log", "start.lock");
  }

  @Test
  void a_server_of_the_operators_own_is_started_instead() throws IOException {
    EmbeddedRedis.start(config).shutdown();
    Path own = Files.move(config.dir().resolve("bin").resolve(RedisBinary.name()), folder.resolve("redis of mine"));
    EmbeddedRedisConfig chosen = new EmbeddedRedisConfig(config.port(), config.dir(), own);
    EmbeddedRedis redis = EmbeddedRedis.start(chosen);
    assertThat(EmbeddedHost.process(config).info().command()).hasValue(own.toRealPath().toString());
    redis.shutdown();
    Files.delete(own);
    assertThatThrownBy(() -> EmbeddedRedis.start(chosen)).isInstanceOf(RedisStartException.class)
        .hasMessageStartingWith("redis.embedded.binary " + own + " does not serve: ");
  }

  @Test
  void a_copy_that_does_not_run_is_passed_over() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    String name = RedisBinary.name();
    Files.writeString(bin.resolve(name), "#!/bin/sh\necho 'Redis server v=5.0.14'\n");
    assertThat(bin.resolve(name).toFile().setExecutable(true)).isTrue();
    try {
      assertThat(RedisBinary.find(bin, null).path()).isEqualTo("redis-server");
    } catch (RedisStartException e) {
      assertThat(e).hasMessageContaining("is older than 6.2").hasMessageContaining("redis.url");
    }
  }
}
