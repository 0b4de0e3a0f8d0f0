package dev.gatehouse.redis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.OnCluster;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
