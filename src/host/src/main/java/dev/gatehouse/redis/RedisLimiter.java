package dev.gatehouse.redis;

import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.record.Allowance;
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
  public Future<Verdict> charge(String tenant, List<Cost> costs) {
    return run(tenant, costs, true).map(reply -> verdict(costs, reply));
  }

  @Override
  public Future<Void> adjust(String tenant, List<Cost> costs) {
    return run(tenant, costs, false).mapEmpty();
  }

  private Future<Response> run(String tenant, List<Cost> costs, boolean refusable) {
    List<String> cells = new ArrayList<>(costs.size());
    List<String> args = new ArrayList<>(1 + 3 * costs.size());
    args.add(refusable ? "1" : "0");
    for (Cost cost : costs) {
      Allowance allowance = cost.limit().allowance();
      cells.add(keys.rate(tenant, cost.limit()));
      args.add(Long.toString(cost.amount()));
      args.add(Long.toString(allowance.most()));
      args.add(allowance.scriptPeriod());
    }
    return charge.run(link, cells, args);
  }

  private static Verdict verdict(List<Cost> costs, Response reply) {
    List<Standing> standings = new ArrayList<>(costs.size());
    for (int i = 0; i < costs.size(); i++) {
      int at = HEAD + 2 * i;
      standings.add(new Standing(costs.get(i), reply.get(at).toLong(), reply.get(at + 1).toLong()));
    }
    return new Verdict(reply.get(0).toInteger() == 1, reply.get(1).toInteger() - 1, reply.get(2).toLong(), standings);
  }
}
