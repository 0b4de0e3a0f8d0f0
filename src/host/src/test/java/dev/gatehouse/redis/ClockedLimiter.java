package dev.gatehouse.redis;

import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A {@link RedisLimiter} that counts by a test's clock: {@code charge.lua}, unchanged and in a real Redis, behind {@code clock.lua},
 * which takes the place of Redis's own clock.
 */
final class ClockedLimiter implements Limiter {

  static final Script CHARGE = new Script("limits", text());

  private final RedisLink link;
  private final Clock clock;
  private final RedisLimiter limiter;

  ClockedLimiter(RedisLink link, RedisKeys keys, Clock clock) {
    this.link = link;
    this.clock = clock;
    this.limiter = new RedisLimiter(link, new ChargeScript(link, keys, CHARGE, System::nanoTime), false);
  }

  private static byte[] text() {
    try (InputStream clocked = new SequenceInputStream(ClockedLimiter.class.getResourceAsStream("clock.lua"),
        Script.class.getResourceAsStream("charge.lua"))) {
      return clocked.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Future<Verdict> charge(String tenant, List<Cost> costs) {
    return setClock().compose(set -> limiter.charge(tenant, costs));
  }

  @Override
  public Future<Void> adjust(String tenant, List<Cost> costs) {
    return setClock().compose(set -> limiter.adjust(tenant, costs));
  }

  private Future<?> setClock() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return link.send(Request.cmd(Command.SET).arg("clock").arg(micros));
  }
}
