package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.Rate;
import org.junit.jupiter.api.Test;

class RedisKeysTest {

  private static final RedisKeys KEYS = new RedisKeys("mcp:");

  @Test
  void names_are_those_that_scripts_outside_use() {
    assertThat(KEYS.key("0f3a9c21b7de")).isEqualTo("mcp:key:0f3a9c21b7de");
    assertThat(KEYS.revoked()).isEqualTo("mcp:revoked");
    assertThat(KEYS.role("demo", "reader")).isEqualTo("mcp:role:demo:reader");
    assertThat(KEYS.owner("demo", "alice")).isEqualTo("mcp:owner:demo:alice");
    assertThat(KEYS.tenant("demo")).isEqualTo("mcp:tenant:demo");
  }

  @Test
  void all_cells_of_a_tenant_share_a_hash_tag() {
    Rate rate = Rate.parseAll("100/1m").get(0);
    assertThat(KEYS.rate("demo", "key:0f3a9c21b7de", rate)).isEqualTo("mcp:rate:{demo}:key:0f3a9c21b7de:100/1m");
    assertThat(KEYS.rate("demo", "key:0f3a9c21b7de:tool:{x}", rate)).startsWith("mcp:rate:{demo}:");
  }
}
