package dev.gatehouse.redis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.redis.LinkedTest;
import org.junit.jupiter.api.Test;

class KeyUseIT extends LinkedTest {

  @Test
  void every_key_is_told_with_its_last_use_and_nothing_else_is() {
    for (int i = 0; i < 1_200; i++) {
      redis.cli("HSET", "mcp:key:a%04d".formatted(i), "tenant", "demo");
    }
    redis.cli("HSET", "mcp:key:b", "tenant", "acme", "owner", "ann");
    redis.cli("SET", "mcp:seen:b", "2026-07-28T10:00Z");
    redis.cli("SET", "mcp:key:c", "no record");
    redis.cli("HSET", "other:key:d", "tenant", "demo");

    assertThat(KeyUse.all(link, KEYS).await()).hasSize(1_201)
        .contains(new KeyUse("a0000", "demo", null, null, null), new KeyUse("b", "acme", "ann", null, "2026-07-28T10:00Z"));
  }
}
