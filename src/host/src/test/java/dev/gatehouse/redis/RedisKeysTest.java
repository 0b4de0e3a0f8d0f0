package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.record.Quota;
import dev.gatehouse.record.Rate;
import java.time.LocalDate;
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
    assertThat(KEYS.rate("demo", LimitRule.of(Scope.KEY, "key:0f3a9c21b7de", null, rate)))
        .isEqualTo("mcp:rate:{demo}:key:0f3a9c21b7de:100/1m");
    assertThat(KEYS.rate("demo", LimitRule.of(Scope.KEY, "key:0f3a9c21b7de", "{x}", rate))).startsWith("mcp:rate:{demo}:");
    assertThat(KEYS.rate("demo", LimitRule.of(Scope.TENANT, "tenant", null, Quota.parseAll("5/1mo").get(0))))
        .isEqualTo("mcp:rate:{demo}:tenant:month");
  }

  @Test
  void the_keys_of_a_session_share_a_hash_tag_and_are_told_apart() {
    assertThat(KEYS.session("4f1c")).isEqualTo("mcp:session:{4f1c}");
    assertThat(KEYS.events("4f1c")).isEqualTo("mcp:session:{4f1c}:events");
    assertThat(KEYS.logBytes("4f1c")).isEqualTo("mcp:log:{4f1c}");
    assertThat(KEYS.sessionId("mcp:session:{4f1c}")).isEqualTo("4f1c");
    assertThat(KEYS.sessionId("mcp:session:{4f1c}:events")).isNull();
    assertThat(KEYS.eventsId("mcp:session:{4f1c}:events")).isEqualTo("4f1c");
    assertThat(KEYS.eventsId("mcp:session:{4f1c}")).isNull();
    assertThat(KEYS.sessionId("mcp:sessions:{demo}")).isNull();
    assertThat(KEYS.sessions("demo")).isEqualTo("mcp:sessions:{demo}");
    assertThat(KEYS.sessionBytes("demo")).isEqualTo("mcp:sessions:{demo}:bytes");
    assertThat(KEYS.host(7)).isEqualTo("mcp:host:7");
    assertThat(KEYS.tracked()).contains("mcp:session:").noneMatch("mcp:sessions:{demo}"::startsWith).noneMatch("mcp:log:"::startsWith);
  }

  @Test
  void account_is_kept_under_the_names_that_the_manual_tells() {
    assertThat(KEYS.usage("demo", "0f3a9c21b7de", LocalDate.of(2026, 7, 28))).isEqualTo("mcp:usage:{demo}:0f3a9c21b7de:2026-07-28");
    assertThat(KEYS.seen("0f3a9c21b7de")).isEqualTo("mcp:seen:0f3a9c21b7de");
    assertThat(KEYS.audit("demo")).isEqualTo("mcp:audit:{demo}");
    assertThat(KEYS.refused("demo", LocalDate.of(2026, 7, 28))).isEqualTo("mcp:refused:{demo}:2026-07-28");
    assertThat(KEYS.refused(null, LocalDate.of(2026, 7, 28))).isEqualTo("mcp:refused:{-}:2026-07-28");
  }
}
