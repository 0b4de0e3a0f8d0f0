package dev.gatehouse.redis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.redis.LinkedTest;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisKeyWriterIT extends LinkedTest {

  private RedisKeyWriter writer;

  @BeforeEach
  void open() {
    writer = new RedisKeyWriter(link, KEYS);
  }

  @Test
  void a_new_key_is_written_whole() {
    writer.create("a", Map.of("tenant", "demo", "tools", "add * !drop"), OptionalLong.empty()).await();
    assertThat(new RecordReader(link, KEYS).read(Credential.ofKey("a"), names -> {}).await().state().fields())
        .isEqualTo(Map.of("tenant", "demo", "tools", "add * !drop"));
    assertThat(redis.cli("TTL", "mcp:key:a")).isEqualTo("-1");
  }

  @Test
  void an_expiry_is_given_to_redis() {
    writer.create("a", Map.of("tenant", "demo"), OptionalLong.of(4_102_444_800L)).await();
    assertThat(redis.cli("HGETALL", "mcp:key:a")).isEqualTo("tenant\ndemo");
    assertThat(Long.parseLong(redis.cli("TTL", "mcp:key:a"))).isPositive();
  }

  @Test
  void an_existing_key_is_never_overwritten() {
    redis.cli("HSET", "mcp:key:a", "tenant", "other");
    assertThatThrownBy(() -> writer.create("a", Map.of("tenant", "demo", "tools", "*"), OptionalLong.empty()).await())
        .isInstanceOf(IllegalStateException.class).hasMessage("mcp:key:a exists already");
    assertThat(redis.cli("HGETALL", "mcp:key:a")).isEqualTo("tenant\nother");
  }

  @Test
  void emptiness_is_of_the_whole_database() {
    assertThat(writer.isEmpty().await()).isTrue();
    redis.cli("SET", "of-somebody-else", "x");
    assertThat(writer.isEmpty().await()).isFalse();
  }
}
