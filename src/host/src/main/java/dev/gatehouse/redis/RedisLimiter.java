package dev.gatehouse.redis;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Rate limiter in Redis (GCRA for rates, counters for quotas), on Redis's clock, so that all hosts count together. One script charges every
 * limit of a call, all or nothing. A rate is a cell {@code mcp:rate:{demo}:key:0f3a9c21b7de:100/1m} that expires when the rate is full
 * again; a quota is a cell {@code mcp:rate:{demo}:key:0f3a9c21b7de:day} that expires with the day.
 */
public final class RedisLimiter implements Limiter {

  private static final Script CHARGE = Script.named("charge.lua", "limits");
  /** The number of values before the two numbers of each limit in the reply. */
  private static final int HEAD = 3;

  private final RedisLink link;
  private final RedisKeys keys;
  private final Script charge;

  /** Counts through this link, under these names. */
  public RedisLimiter(RedisLink link, RedisKeys keys) {
    this(link, keys, CHARGE);
  }

  /** Counts with a script that stands for {@code charge.lua}. */
  RedisLimiter(RedisLink link, RedisKeys keys, Script charge) {
    this.link = link;
    this.keys = keys;
    this.charge = charge;
  }

  @Override
  public Future<Verdict> charge(String tenant, List<LimitRule> limits, long cost) {
    return run(tenant, limits, cost).map(reply -> verdict(limits, cost, reply));
  }

  @Override
  public Future<Void> giveBack(String tenant, List<LimitRule> limits, long cost) {
    return run(tenant, limits, -cost).mapEmpty();
  }

  private Future<Response> run(String tenant, List<LimitRule> limits, long cost) {
    List<String> cells = new ArrayList<>(limits.size());
    List<String> args = new ArrayList<>(1 + 2 * limits.size());
    args.add(Long.toString(cost));
    for (LimitRule limit : limits) {
      cells.add(keys.rate(tenant, limit));
      args.add(Long.toString(limit.allowance().calls()));
      args.add(limit.allowance().scriptPeriod());
    }
    return charge.run(link, cells, args);
  }

  private static Verdict verdict(List<LimitRule> limits, long cost, Response reply) {
    List<Standing> standings = new ArrayList<>(limits.size());
    for (int i = 0; i < limits.size(); i++) {
      int at = HEAD + 2 * i;
      standings.add(new Standing(limits.get(i), reply.get(at).toLong(), reply.get(at + 1).toLong()));
    }
    return new Verdict(reply.get(0).toInteger() == 1, reply.get(1).toInteger() - 1, reply.get(2).toLong(), cost, standings);
  }
}
