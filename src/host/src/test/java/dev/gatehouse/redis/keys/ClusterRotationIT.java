package dev.gatehouse.redis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.cli.Main;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.OnCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation in a cluster does what {@code rotate.lua} does elsewhere. */
@OnCluster
class ClusterRotationIT extends LinkedTest {

  private static final String OLD = "0f3a9c21b7de";

  @BeforeEach
  void a_key() {
    redis.cli("HSET", "mcp:key:" + OLD, "tenant", "demo", "tools", "add", "salt", "s", "hash", "h", "name", "laptop");
  }

  private String rotate(String id, long seconds) {
    NewKey fresh = NewKey.create(new SecureRandom());
    Map<String, String> fields = new HashMap<>(fresh.fields(Map.of("name", "new laptop")));
    Map<String, String> record =
        new RedisKeyWriter(link, KEYS).rotate(new Rotation(id, Instant.now().plusSeconds(seconds)), fresh.id(), fields).await();
    assertThat(record).containsEntry("hash", fields.get("hash")).containsEntry("replaces", id);
    return fresh.id();
  }

  private static long ttl(String id) {
    return Long.parseLong(redis.cli("TTL", "mcp:key:" + id));
  }

  @Test
  void the_second_rotation_of_a_key_is_as_good_as_the_first() {
    for (String made : new String[] {rotate(OLD, 60), rotate(OLD, 6_000), rotate(OLD, 30)}) {
      assertThat(ttl(made)).as("it does not end with the old one").isEqualTo(-1);
      assertThat(redis.cli("HMGET", "mcp:key:" + made, "tenant", "tools", "name", "replaces", "line"))
          .isEqualTo("demo\nadd\nnew laptop\n" + OLD + '\n' + OLD);
    }
    assertThat(ttl(OLD)).as("the soonest end counts").isBetween(1L, 30L);
  }

  @Test
  void a_key_that_ends_by_itself_hands_on_that_end() {
    redis.cli("EXPIRE", "mcp:key:" + OLD, "1000");
    String made = rotate(OLD, 60);
    assertThat(ttl(made)).isBetween(900L, 1000L);
    assertThat(ttl(OLD)).isBetween(1L, 60L);
    assertThat(ttl(rotate(OLD, 60))).isBetween(900L, 1000L);

    String next = rotate(made, 6_000);
    assertThat(ttl(next)).as("a chain does not outlive it").isBetween(900L, 1000L);
    assertThat(ttl(made)).as("an end that is sooner stays").isBetween(900L, 1000L);
    assertThat(redis.cli("HGET", "mcp:key:" + next, "line")).isEqualTo(OLD);
  }

  private static int run(StringWriter said, String... words) {
    return Main.commandLine().setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true)).execute(words);
  }

  /** The new key was made, and then the connection to the old one's node was lost. */
  @Test
  void a_rotation_that_failed_half_way_is_finished_by_the_next(@TempDir Path folder) throws IOException {
    String config = Files.writeString(folder.resolve("c.json"), "{\"redis\": {\"url\": \"%s\"}}".formatted(redis.url())).toString();
    StringWriter said = new StringWriter();
    redis.cli("HSET", "mcp:key:" + OLD, "created", "2026-01-01", "salt", "ab".repeat(16), "hash", "cd".repeat(32));
    redis.cli("HSET", "mcp:key:111111111111", "tenant", "demo", "salt", "s", "hash", "h", "replaces", OLD);
    redis.cli("SET", "mcp:rotated:" + OLD, Instant.now().getEpochSecond() + 60 + " -1");

    assertThat(run(said, "rotate", "--older-than", "1d", config)).isEqualTo(2);
    assertThat(said.toString()).contains("add --apply").doesNotContain("gth_");
    assertThat(ttl(OLD)).isEqualTo(-1);
    assertThat(run(said, "rotate", "--older-than", "1d", "--overlap", "1h", "--apply", config)).as(said.toString()).isZero();
    assertThat(ttl(OLD)).isBetween(1L, 3_600L);
    assertThat(run(said, "rotate", "--older-than", "1d", "--overlap", "2h", "--apply", config)).as(said.toString()).isZero();
    assertThat(ttl(OLD)).isBetween(1L, 3_600L);
    assertThat(said.toString()).containsOnlyOnce("key " + OLD + " has a successor, and has its end now");
    assertThat(ttl(rotate(OLD, 30))).as("a successor does not inherit the end of the overlap").isEqualTo(-1);
  }

  /** An end that a rotation has set stays, though it is later than what another one asks for. */
  @Test
  void a_rotation_that_is_complete_is_left_alone() {
    rotate(OLD, 6_000);
    RedisKeyWriter writer = new RedisKeyWriter(link, KEYS);
    assertThat(writer.end(new Rotation(OLD, Instant.now().plusSeconds(60))).await()).isFalse();
    assertThat(ttl(OLD)).isGreaterThan(5_000);
    assertThat(writer.end(new Rotation("000000000000", Instant.now().plusSeconds(60))).await()).isFalse();

    redis.cli("HSET", "mcp:key:222222222222", "tenant", "demo", "salt", "s", "hash", "h");
    redis.cli("EXPIRE", "mcp:key:222222222222", "5000");
    rotate("222222222222", 6_000);
    assertThat(writer.end(new Rotation("222222222222", Instant.now().plusSeconds(60))).await()).as("its own end was sooner").isFalse();
    assertThat(ttl("222222222222")).isGreaterThan(4_000);
  }

  @Test
  void without_a_key_to_replace_nothing_is_written() {
    long before = Long.parseLong(redis.cli("DBSIZE"));
    assertThat(new RedisKeyWriter(link, KEYS).rotate(new Rotation("000000000000", Instant.now().plusSeconds(9)), "111111111111", Map.of())
        .await()).isEmpty();
    assertThat(redis.cli("DBSIZE")).isEqualTo("" + before);
  }

  @Test
  void a_key_that_exists_is_not_written_over_and_the_old_one_stays() {
    redis.cli("HSET", "mcp:key:111111111111", "tenant", "other");
    assertThatThrownBy(() -> new RedisKeyWriter(link, KEYS).rotate(new Rotation(OLD, Instant.now().plusSeconds(9)), "111111111111",
        Map.of("salt", "s", "hash", "x")).await()).hasMessageContaining("exists already");
    assertThat(redis.cli("HGETALL", "mcp:key:111111111111")).isEqualTo("tenant\nother");
    assertThat(ttl(OLD)).isEqualTo(-1);
  }
}
