package dev.gatehouse.redis;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.redis.connection.RedisErrors;
import io.vertx.core.Future;
import java.util.List;

/**
 * Rate limiter that counts in Redis, and falls back to local counting while Redis is unreachable ({@code limits.onOutage} is {@code
 * local}). An error reply from Redis, such as out of memory, is not an outage and is passed on.
 */
public final class OutageLimiter implements Limiter {

  private final Limiter common;
  private final Limiter local;

  /**
   * Creates a limiter.
   *
   * @param common who counts for all hosts
   * @param local who counts meanwhile
   */
  public OutageLimiter(Limiter common, Limiter local) {
    this.common = common;
    this.local = local;
  }

  @Override
  public Future<Verdict> charge(String tenant, List<Cost> costs) {
    return common.charge(tenant, costs)
        .recover(cause -> isOutage(cause) ? local.charge(tenant, costs) : Future.failedFuture(cause));
  }

  @Override
  public Future<Void> adjust(String tenant, List<Cost> costs) {
    return common.adjust(tenant, costs)
        .recover(cause -> isOutage(cause) ? local.adjust(tenant, costs) : Future.failedFuture(cause));
  }

  private static boolean isOutage(Throwable cause) {
    return cause instanceof StoreUnavailableException && RedisErrors.isSilence(cause);
  }
}
