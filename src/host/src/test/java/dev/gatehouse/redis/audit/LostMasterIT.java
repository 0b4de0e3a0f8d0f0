package dev.gatehouse.redis.audit;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.SameDay;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.config.AuditConfig;
import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.TestCluster;
import dev.gatehouse.redis.ToolUse;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster that has lost a master without a replica goes on taking what belongs to the others. */
@Timeout(180)
@ExtendWith({VertxExtension.class, SameDay.class})
class LostMasterIT {

  private static final RedisKeys KEYS = new RedisKeys("mcp:");
  private static final int LOST = 2;

  @RegisterExtension
  static final TestCluster redis = new TestCluster(3, false);

  private static void record(RedisLedger ledger, String tenant, Outcome outcome) {
    ledger.record(ToolUse.entry(Instant.now(), tenant, "k", "k", "ann", "add", outcome, null, 3, "7", null));
  }

  private static boolean isLost(String name) {
    return redis.slot(name) >= 16_384 * LOST / 3;
  }

  private static int length(String tenant) {
    return Integer.parseInt(redis.cli("XLEN", KEYS.audit(tenant)));
  }

  @Test
  void usage_and_last_use_of_its_slots_wait_and_all_others_are_written(Vertx vertx) throws Exception {
    RedisLink link =
        new RedisLink(vertx, RedisEndpoint.parse(redis.url(), RedisTlsConfig.DEFAULT), RedisLink.COMMAND_TIMEOUT, 10_000, 2);
    link.connect(Duration.ofSeconds(30)).await();
    RedisLedger ledger = new RedisLedger(link, KEYS, AuditConfig.DEFAULT);
    vertx.deployVerticle(ledger).await();
    List<String> tenants = IntStream.range(0, 40).mapToObj(i -> "t" + i).toList();
    List<String> lost = tenants.stream().filter(tenant -> isLost(KEYS.audit(tenant))).toList();
    List<String> kept = tenants.stream().filter(tenant -> !lost.contains(tenant)).toList();
    redis.kill(LOST);

    for (int round = 1; round <= 3; round++) {
      int each = round;
      tenants.forEach(tenant -> {
        record(ledger, tenant, Outcome.OK);
        record(ledger, tenant, Outcome.FORBIDDEN);
      });
      eventually(() -> kept.stream().allMatch(tenant -> length(tenant) == each));
    }
    eventually(ledger::waiting, 3 * lost.size());

    LastUse uses = new LastUse(link, KEYS);
    IntStream.range(0, 2_400).forEach(i -> uses.note("key" + i, 0));
    long there = IntStream.range(0, 2_400).filter(i -> !isLost(KEYS.seen("key" + i))).count();
    for (int i = 0; i < 8; i++) {
      uses.write(0).otherwiseEmpty().await();
    }
    assertThat(uses.pending()).isEqualTo(2_400 - there);

    // The others are quiet until all room is taken.
    String busy = IntStream.range(40, 100).mapToObj(i -> "t" + i).filter(tenant -> isLost(KEYS.audit(tenant))).findFirst().orElseThrow();
    for (int i = 0; i < 60_000; i++) {
      record(ledger, busy, Outcome.OK);
    }
    // One call at a time: those that find no room count as lost too.
    eventually(() -> {
      record(ledger, kept.get(0), Outcome.OK);
      return ledger.waiting() < 26_000;
    });
    assertThat(ledger.lost()).as("what waits leaves room for the others").isBetween(34_000L, 50_000L);

    redis.restart(LOST);
    eventually(() -> ledger.waiting() == 0);
    assertThat(lost).allMatch(tenant -> length(tenant) == 3);
    assertThat(length(busy)).isBetween(20_000, 26_000);
    String day = LocalDate.now(ZoneOffset.UTC).toString();
    eventually(() -> lost.stream().allMatch(tenant -> redis.cli("HGET", "mcp:usage:{" + tenant + "}:k:" + day, "denied").equals("3")));
    link.close().await();
  }
}
