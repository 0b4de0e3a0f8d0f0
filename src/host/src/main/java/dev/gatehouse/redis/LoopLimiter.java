package dev.gatehouse.redis;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.limit.BoundedMaps;
import dev.gatehouse.auth.limit.Lease;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.auth.limit.Limiter.Standing;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.record.Rate;
import dev.gatehouse.redis.Charge.Payment;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rate limiter of one event loop: admits calls from its leases, and charges all others that a tenant has in one turn of the loop by one
 * script, which also leases more. Confined to the event loop.
 */
final class LoopLimiter {

  /** The maximum number of leases; one more evicts the one that was used longest ago, and what it has left is lost. */
  private static final int MOST_LEASES = 10_000;
  /** One script charges at most so many calls: Redis does nothing else meanwhile. */
  private static final int MOST_CALLS = 64;

  private final ChargeScript script;
  private final boolean leasing;
  private final Map<Cell, Lease> leases = BoundedMaps.leastRecentlyUsed(MOST_LEASES);
  /** The calls that are not sent yet, by tenant: a script of two tenants would touch two slots of a Redis Cluster. */
  private Map<String, List<Charge>> turn = new HashMap<>();

  private record Cell(String tenant, LimitRule limit) {
  }

  LoopLimiter(ChargeScript script, boolean leasing) {
    this.script = script;
    this.leasing = leasing;
  }

  Future<Verdict> charge(String tenant, List<Cost> costs) {
    long now = script.nanoTime();
    Payment[] payments = new Payment[costs.size()];
    boolean paid = true;
    for (int i = 0; i < payments.length; i++) {
      payments[i] = payment(tenant, costs.get(i), now);
      paid &= payments[i].slice() != null;
    }
    for (int i = 0; i < payments.length; i++) {
      refill(tenant, costs.get(i), payments[i], now);
    }
    return paid ? Future.succeededFuture(admitted(costs, payments)) : add(tenant, new Charge(tenant, costs, true, payments));
  }

  Future<Verdict> adjust(String tenant, List<Cost> costs) {
    return add(tenant, Charge.exact(tenant, costs, false));
  }

  private Payment payment(String tenant, Cost cost, long now) {
    Lease lease = lease(tenant, cost.limit(), now);
    if (lease == null) {
      return Payment.EXACT;
    }
    Lease.Slice slice = lease.take(cost.amount(), now);
    return new Payment(lease, slice, slice == null ? lease.ask(now) : 0);
  }

  private @Nullable Lease lease(String tenant, LimitRule limit, long now) {
    return leasing && limit.allowance() instanceof Rate rate && rate.leaseNanos() > 0 && script.isOpen()
        ? leases.computeIfAbsent(new Cell(tenant, limit), first -> new Lease(rate, now))
        : null;
  }

  /** Asks for the next slice ahead of need. */
  private void refill(String tenant, Cost cost, Payment payment, long now) {
    if (payment.slice() != null && payment.lease() != null && payment.lease().isDue(now)) {
      Payment[] next = {new Payment(payment.lease(), null, payment.lease().ask(now))};
      add(tenant, new Charge(tenant, List.of(new Cost(cost.limit(), 0)), true, next));
    }
  }

  private static Verdict admitted(List<Cost> costs, Payment[] payments) {
    Standing[] standings = new Standing[payments.length];
    for (int i = 0; i < payments.length; i++) {
      standings[i] = Objects.requireNonNull(payments[i].lease()).standing(costs.get(i));
    }
    List<Standing> all = List.of(standings);
    return new Verdict(true, Charge.closest(all), 0, all);
  }

  private Future<Verdict> add(String tenant, Charge charge) {
    boolean first = turn.isEmpty();
    List<Charge> charges = turn.computeIfAbsent(tenant, none -> new ArrayList<>());
    charges.add(charge);
    if (charges.size() == MOST_CALLS) {
      turn.remove(tenant);
      run(charges);
    } else if (first && !script.afterTurn(this::send)) {
      send();
    }
    return charge.verdict();
  }

  private void send() {
    Map<String, List<Charge>> ended = turn;
    turn = new HashMap<>();
    ended.values().forEach(this::run);
  }

  /** A Redis that does not answer takes the leases with it: the host fails closed at once, and not when they end. */
  private void run(List<Charge> charges) {
    script.run(charges).onFailure(failure -> leases.values().forEach(Lease::drop));
  }
}
