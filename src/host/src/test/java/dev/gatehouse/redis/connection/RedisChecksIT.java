package dev.gatehouse.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.config.AuditConfig;
import dev.gatehouse.record.Rate;
import dev.gatehouse.redis.LinkedTest;
import dev.gatehouse.redis.RedisLimiter;
import dev.gatehouse.redis.ToolUse;
import dev.gatehouse.redis.audit.RedisLedger;
import dev.gatehouse.redis.keys.CachedKeyStore;
import dev.gatehouse.redis.keys.RedisKeyStore;
import dev.gatehouse.redis.keys.RedisKeyWriter;
import dev.gatehouse.redis.link.RedisLink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisChecksIT extends LinkedTest {

  @AfterEach
  void keep_everything() {
    redis.cli("CONFIG", "SET", "maxmemory-policy", "noeviction");
  }

  @Test
  void one_that_may_evict_revocations_is_refused() {
    redis.cli("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    assertThatThrownBy(() -> link())
        .isInstanceOf(RedisStartException.class)
        .hasMessage("Redis at 127.0.0.1:" + redis.port() + " (redis.url) has maxmemory-policy allkeys-lru, which could evict"
            + " revocations; set it to noeviction");
  }

  @Test
  void a_user_without_config_will_do() {
    redis.cli("ACL", "SETUSER", "gate", "on", ">pw", "~mcp:*", "+@all", "-@dangerous", "+info");
    link("redis://gate:pw@127.0.0.1:" + redis.port()).close().await();
  }

  @Test
  void the_rights_named_in_the_package_description_are_enough() {
    redis.cli(("ACL SETUSER least on >pw ~mcp:* +ping +hello +client|tracking +info +select +eval +evalsha +time +hgetall +hset"
        + " +exists +expireat +pttl +smismember +get +set +hincrby +expire +xadd").split(" "));
    RedisLink least = link("redis://least:pw@127.0.0.1:" + redis.port() + "/1");
    RedisKeyWriter writer = new RedisKeyWriter(least, KEYS);
    CachedKeyStore cache = new CachedKeyStore(least, KEYS, Duration.ZERO, Clock.systemUTC());
    cache.start().await();
    writer.create("a", Map.of("tenant", "demo"), OptionalLong.of(4_102_444_800L)).await();
    assertThat(new RedisKeyStore(least, KEYS, Clock.systemUTC()).find("a").await().exists()).isTrue();
    LimitRule limit = LimitRule.of(Scope.KEY, "key:a", null, new Rate(1, Duration.ofMinutes(1)));
    assertThat(new RedisLimiter(least, KEYS, true).charge("demo", Cost.of(List.of(limit), 1)).await().allowed()).isTrue();
    assertThat(cache.find("a").await().exists()).isTrue();
    RedisLedger ledger = new RedisLedger(least, KEYS, AuditConfig.DEFAULT);
    vertx.deployVerticle(ledger).await();
    ledger.record(ToolUse.entry(Instant.now(), "demo", "a", "a", null, "add", Ledger.Outcome.OK, null, 1, null, null));
    vertx.undeploy(ledger.deploymentID()).await();
    assertThat(ledger.lost()).isZero();
    redis.cli("FLUSHALL");
    cache.close().await();
    least.close().await();
  }

  @Test
  void a_user_without_info_is_refused() {
    redis.cli("ACL", "SETUSER", "blind", "on", ">pw", "~mcp:*", "+@all", "-info");
    assertThatThrownBy(() -> link("redis://blind:pw@127.0.0.1:" + redis.port()))
        .isInstanceOf(RedisStartException.class).hasMessageContaining("does not answer INFO").hasMessageContaining("NOPERM");
  }
}
