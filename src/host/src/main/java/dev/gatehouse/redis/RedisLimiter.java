package dev.gatehouse.redis;

import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Rate limiter in Redis (GCRA for rates, counters for quotas), on Redis's clock, so that all hosts count together. One script charges the
 * calls that a tenant has in one turn of an event loop, each to all its limits or to none. A rate is a cell {@code
 * mcp:rate:{demo}:key:0f3a9c21b7de:100/1m} that expires when the rate is full again; a quota is a cell {@code
 * mcp:rate:{demo}:key:0f3a9c21b7de:day} that expires with the day.
 *
 * <p>Of a large rate a host takes calls ahead by lease ({@code limits.lease}). The limit is never exceeded by it: {@code charge.lua} says
 * why. It may leave unused 2 % of the rate, or what comes back in 50 ms.
 */
public final class RedisLimiter implements Limiter {

  private final RedisLink link;
  private final ChargeScript script;
  private final boolean leasing;
  private final Map<Thread, LoopLimiter> loops = new ConcurrentHashMap<>();

  /**
   * Counts through this link, under these names.
   *
   * @param leasing whether to take calls of large rates ahead
   */
  public RedisLimiter(RedisLink link, RedisKeys keys, boolean leasing) {
    this(link, new ChargeScript(link, keys), leasing);
  }

  RedisLimiter(RedisLink link, ChargeScript script, boolean leasing) {
    this.link = link;
    this.script = script;
    this.leasing = leasing;
  }

  @Override
  public Future<Verdict> charge(String tenant, List<Cost> costs) {
    LoopLimiter own = own();
    return own == null ? alone(Charge.exact(tenant, costs, true)) : own.charge(tenant, costs);
  }

  @Override
  public Future<Void> adjust(String tenant, List<Cost> costs) {
    LoopLimiter own = own();
    return (own == null ? alone(Charge.exact(tenant, costs, false)) : own.adjust(tenant, costs)).mapEmpty();
  }

  private @Nullable LoopLimiter own() {
    LoopLimiter own = loops.get(Thread.currentThread());
    return own != null || !link.isOpen() ? own : loops.computeIfAbsent(Thread.currentThread(), first -> new LoopLimiter(script, leasing));
  }

  /** A call that comes from no event loop with a connection. */
  private Future<Verdict> alone(Charge charge) {
    script.run(List.of(charge));
    return charge.verdict();
  }
}
