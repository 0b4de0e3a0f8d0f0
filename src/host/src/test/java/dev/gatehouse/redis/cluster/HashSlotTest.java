package dev.gatehouse.redis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the Redis Cluster specification, and what {@code CLUSTER KEYSLOT} answers. */
class HashSlotTest {

  private static int slot(String key) {
    return HashSlot.of(key.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"123456789, 12739", "foo, 12182", "mcp:revoked, 5455", "mcp:rate:{demo}:key:0f3a9c21b7de:100/1m, 903", "'', 0"})
  void a_key_has_the_slot_that_redis_gives_it(String key, int slot) {
    assertThat(slot(key)).isEqualTo(slot);
  }

  @ParameterizedTest
  @CsvSource({"{user1000}.following, user1000", "foo{{bar}}zap, {bar", "foo{bar}{zap}, bar"})
  void a_hash_tag_stands_for_the_key(String key, String tag) {
    assertThat(slot(key)).isEqualTo(slot(tag));
  }

  @ParameterizedTest
  @CsvSource({"foo{}{bar}", "foo{bar", "foo}bar{"})
  void what_is_no_tag_counts_whole(String key) {
    byte[] octets = key.getBytes(StandardCharsets.UTF_8);
    assertThat(slot(key)).isNotEqualTo(slot("bar")).isEqualTo(HashSlot.of(octets));
  }

  @Test
  void the_first_key_of_a_command_counts() {
    int slot = slot("k1");
    assertThat(HashSlot.of(Request.cmd(Command.HGETALL).arg("k1"))).isEqualTo(slot);
    assertThat(HashSlot.of(Request.cmd(Command.EVALSHA).arg("digest").arg(2).arg("k1").arg("k2").arg("value"))).isEqualTo(slot);
    assertThat(HashSlot.of(Request.cmd(Command.create("EVAL")).arg("script").arg("1").arg("k1"))).isEqualTo(slot);
    assertThat(HashSlot.of(Request.cmd(Command.MEMORY).arg("USAGE").arg("k1"))).isEqualTo(slot);
    assertThat(HashSlot.of(Request.cmd(Command.XREAD).arg("COUNT").arg(5).arg("STREAMS").arg("k1").arg("0"))).isEqualTo(slot);
  }

  @Test
  void a_command_without_a_key_has_no_slot() {
    assertThat(HashSlot.of(Request.cmd(Command.PING))).isEqualTo(HashSlot.NONE);
    assertThat(HashSlot.of(Request.cmd(Command.SCAN).arg("0"))).isEqualTo(HashSlot.NONE);
    assertThat(HashSlot.of(Request.cmd(Command.PUBLISH).arg("channel").arg("text"))).isEqualTo(HashSlot.NONE);
    assertThat(HashSlot.of(Request.cmd(Command.EVAL).arg("script").arg(0))).isEqualTo(HashSlot.NONE);
  }
}
