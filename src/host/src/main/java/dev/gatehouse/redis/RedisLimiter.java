package dev.gatehouse.redis;

import dev.gatehouse.auth.Limiter;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts calls in Redis, on Redis's clock, so that all hosts count together: every limit of a call in one script, all or nothing.
 * A limit is a cell {@code mcp:rate:{demo}:key:0f3a9c21b7de:100/1m} that is gone when the limit is whole again.
 */
public final class RedisLimiter implements Limiter {

  private static final Script CHARGE = Script.named("charge.lua");

  private final RedisLink link;
  private final RedisKeys keys;

  /** Counts through this link, under these names. */
  public RedisLimiter(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  @Override
  public Future<Verdict> charge(String tenant, List<Limit> limits) {
    // The same limit by two ways is one limit, and a call counts once.
    List<Limit> distinct = limits.size() == 1 ? limits : limits.stream().distinct().toList();
    List<String> cells = new ArrayList<>(distinct.size());
    List<String> args = new ArrayList<>(2 * distinct.size());
    for (Limit limit : distinct) {
      cells.add(keys.rate(tenant, limit.subject(), limit.rate()));
      args.add(Long.toString(limit.rate().calls()));
      args.add(Long.toString(TimeUnit.NANOSECONDS.toMicros(limit.rate().period().toNanos())));
    }
    return CHARGE.run(link, cells, args).map(reply -> verdict(distinct, reply));
  }

  private static Verdict verdict(List<Limit> limits, Response reply) {
    Limit decisive = limits.get(reply.get(1).toInteger() - 1);
    return new Verdict(reply.get(0).toInteger() == 1, decisive, reply.get(2).toLong(), reply.get(3).toLong(),
        reply.get(4).toLong());
  }
}
