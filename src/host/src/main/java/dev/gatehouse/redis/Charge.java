package dev.gatehouse.redis;

import dev.gatehouse.auth.limit.Lease;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.auth.limit.Limiter.Standing;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.record.Allowance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call for {@code charge.lua}: the limits that no lease covers are charged by the script, those that one covers are paid already, and
 * put back when the script refuses the call.
 */
final class Charge {

  /** The number of values of a call, and of each of its limits, in the reply. */
  private static final int HEAD = 3;
  private static final int PER_LIMIT = 3;

  private final String tenant;
  private final List<Cost> costs;
  private final boolean refusable;
  private final Payment[] payments;
  private final @Nullable Context caller = Vertx.currentContext();
  private final Promise<Verdict> verdict = Promise.promise();

  /** How one limit of a call is paid: by a slice of a lease, or by the script, which may lease more with it. */
  record Payment(@Nullable Lease lease, Lease.@Nullable Slice slice, long wanted) {

    /** By the script, of a limit that is not leased. */
    static final Payment EXACT = new Payment(null, null, 0);
  }

  /**
   * A call.
   *
   * @param refusable whether its limits may refuse it
   * @param payments one for each of the costs
   */
  Charge(String tenant, List<Cost> costs, boolean refusable, Payment[] payments) {
    this.tenant = tenant;
    this.costs = costs;
    this.refusable = refusable;
    this.payments = payments;
  }

  /** A call of which the script charges every limit. */
  static Charge exact(String tenant, List<Cost> costs, boolean refusable) {
    Payment[] payments = new Payment[costs.size()];
    Arrays.fill(payments, Payment.EXACT);
    return new Charge(tenant, costs, refusable, payments);
  }

  /** What becomes of it. */
  Future<Verdict> verdict() {
    return verdict.future();
  }

  /** Adds what the script needs. */
  void write(RedisKeys keys, List<String> cells, List<String> args) {
    int head = args.size();
    int limits = 0;
    args.add("");
    args.add(refusable ? "1" : "0");
    for (int i = 0; i < payments.length; i++) {
      if (payments[i].slice == null) {
        Cost cost = costs.get(i);
        Allowance allowance = cost.limit().allowance();
        cells.add(keys.rate(tenant, cost.limit()));
        args.add(Long.toString(cost.amount()));
        args.add(Long.toString(allowance.most()));
        args.add(allowance.scriptPeriod());
        args.add(Long.toString(payments[i].wanted));
        limits++;
      }
    }
    args.set(head, Integer.toString(limits));
  }

  /** How many values of the reply are of this call. */
  int values() {
    return HEAD + PER_LIMIT * (int) Stream.of(payments).filter(payment -> payment.slice == null).count();
  }

  /**
   * Reads its part of the reply.
   *
   * @param at where that begins
   * @param askedNanos when the script was sent
   */
  void read(Response reply, int at, long askedNanos, long now) {
    int outcome = reply.get(at).toInteger();
    Standing[] standings = new Standing[payments.length];
    int decisive = 0;
    int next = at + HEAD;
    for (int i = 0, asked = 0; i < payments.length; i++) {
      if (payments[i].slice == null) {
        standings[i] = read(i, reply, next, outcome == 1, askedNanos, now);
        next += PER_LIMIT;
        decisive = ++asked == reply.get(at + 1).toInteger() ? i : decisive;
      }
    }
    for (int i = 0; i < payments.length; i++) {
      standings[i] = standings[i] == null ? paid(i, outcome == 1, now) : standings[i];
    }
    List<Standing> all = List.of(standings);
    complete(new Verdict(outcome == 1, outcome == 1 ? closest(all) : decisive, reply.get(at + 2).toLong(), all), null);
  }

  private Standing read(int i, Response reply, int at, boolean allowed, long askedNanos, long now) {
    Lease lease = payments[i].lease;
    long remaining = reply.get(at).toLong();
    long reset = reply.get(at + 1).toLong();
    if (lease == null) {
      return new Standing(costs.get(i), remaining, reset);
    }
    if (allowed) {
      lease.admitted(costs.get(i).amount());
    }
    if (payments[i].wanted > 0) {
      lease.granted(reply.get(at + 2).toLong(), askedNanos, now);
    }
    lease.stands(remaining, reset);
    return lease.standing(costs.get(i));
  }

  private Standing paid(int i, boolean allowed, long now) {
    Lease lease = Objects.requireNonNull(payments[i].lease);
    if (!allowed) {
      lease.putBack(Objects.requireNonNull(payments[i].slice), costs.get(i).amount(), now);
    }
    return lease.standing(costs.get(i));
  }

  /** Of limits that admit a call, the one that is closest to exhaustion. */
  static int closest(List<Standing> standings) {
    int closest = 0;
    for (int i = 1; i < standings.size(); i++) {
      closest = standings.get(i).remaining() < standings.get(closest).remaining() ? i : closest;
    }
    return closest;
  }

  /** The call was not counted; what was asked for its leases may have been leased all the same, and is lost. */
  void fail(Throwable failure, long now) {
    for (int i = 0; i < payments.length; i++) {
      Lease lease = payments[i].lease;
      if (lease != null && payments[i].slice != null) {
        lease.putBack(payments[i].slice, costs.get(i).amount(), now);
      } else if (lease != null && payments[i].wanted > 0) {
        lease.drop();
      }
    }
    complete(null, failure);
  }

  private void complete(@Nullable Verdict made, @Nullable Throwable failure) {
    if (caller == null || caller == Vertx.currentContext()) {
      end(made, failure);
    } else {
      caller.runOnContext(v -> end(made, failure));
    }
  }

  private void end(@Nullable Verdict made, @Nullable Throwable failure) {
    if (failure == null) {
      verdict.tryComplete(made);
    } else {
      verdict.tryFail(failure);
    }
  }
}
