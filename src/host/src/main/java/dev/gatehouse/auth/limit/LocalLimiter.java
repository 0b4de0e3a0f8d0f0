package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.record.Allowance.Use;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An in-process rate limiter, for the time that Redis does not answer: GCRA for a rate, calls per UTC day or month for a quota. It
 * follows {@code charge.lua} to the millisecond: the same calls at the same times have the same verdicts, also when the clock is set
 * back. It differs in what follows from counting without Redis: it begins with nothing used, it goes by this host's clock, each host
 * counts for itself, and the number of limits that it counts at once is bounded by this host's memory.
 */
public final class LocalLimiter implements Limiter {

  // What rounding may have taken from one call.
  private static final double ROUNDING = 1e-9;
  // The wait in ms for a call that costs more than a limit ever has, as the script tells it.
  private static final long NEVER = 1L << 52;
  private static final long SWEEP_MILLIS = 1_000;

  private final Clock clock;
  private final int most;
  private final Map<String, Cell> cells = new HashMap<>();
  private long sweptMillis;

  /** What was used of a limit; kept until the limit is whole again. */
  private record Cell(Use use, long endsMillis) {
  }

  /** A limit at the moment of a call. */
  private record Meter(String name, LimitRule rule, Use use) {

    Meter plus(long cost) {
      return new Meter(name, rule, use.plus(cost));
    }

    private double missing(long cost) {
      return cost - ROUNDING - (rule.allowance().calls() - use.used());
    }

    /** In how many ms it admits such a call; 0 when it does so now. */
    long waitFor(long cost) {
      if (cost <= 0 || missing(cost) <= 0) {
        return 0;
      }
      return cost > rule.allowance().calls() ? NEVER : use.backIn(missing(cost));
    }

    Standing standing() {
      return new Standing(rule, Math.max(0, (long) Math.floor(rule.allowance().calls() - use.used() + ROUNDING)), use.reset());
    }

    Cell cell(long nowMillis) {
      return new Cell(use, nowMillis + Math.max(1, use.backIn(use.used())));
    }
  }

  /**
   * Counts here.
   *
   * @param most how many limits to count at once; a call that needs one more is refused
   */
  public LocalLimiter(Clock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  @Override
  public synchronized Future<Verdict> charge(String tenant, List<LimitRule> limits, long cost) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Meter> before = limits.stream().map(rule -> meter(tenant + '/' + rule.cell(), rule, now)).toList();
    if (before.stream().anyMatch(meter -> meter.waitFor(cost) > 0)) {
      return Future.succeededFuture(denied(before, cost));
    } else if (!fits(before, now.toEpochMilli())) {
      return Future.failedFuture(new StoreUnavailableException("this host counts " + most + " limits already", null));
    }
    return Future.succeededFuture(allowed(before.stream().map(meter -> keep(meter.plus(cost), now)).toList(), cost));
  }

  @Override
  public Future<Void> giveBack(String tenant, List<LimitRule> limits, long cost) {
    return charge(tenant, limits, -cost).recover(full -> charge(tenant, counted(tenant, limits), -cost)).mapEmpty();
  }

  /** Those that have a place. The others are whole, and need none for that. */
  private synchronized List<LimitRule> counted(String tenant, List<LimitRule> limits) {
    return limits.stream().filter(rule -> cells.containsKey(tenant + '/' + rule.cell())).toList();
  }

  private Meter keep(Meter meter, Instant now) {
    cells.put(meter.name, meter.cell(now.toEpochMilli()));
    return meter;
  }

  private Meter meter(String name, LimitRule rule, Instant now) {
    Cell cell = cells.get(name);
    if (cell != null && now.toEpochMilli() > cell.endsMillis) {
      cells.remove(name);
      cell = null;
    }
    return new Meter(name, rule, rule.allowance().use(cell == null ? Use.NONE : cell.use, now));
  }

  private boolean fits(List<Meter> meters, long now) {
    if (cells.size() + meters.size() > most && Math.abs(now - sweptMillis) > SWEEP_MILLIS) {
      sweptMillis = now;
      cells.values().removeIf(cell -> now > cell.endsMillis);
    }
    return cells.size() + meters.stream().filter(meter -> !cells.containsKey(meter.name)).count() <= most;
  }

  private static Verdict denied(List<Meter> meters, long cost) {
    int longest = 0;
    for (int i = 1; i < meters.size(); i++) {
      longest = meters.get(i).waitFor(cost) > meters.get(longest).waitFor(cost) ? i : longest;
    }
    return new Verdict(false, longest, meters.get(longest).waitFor(cost), cost, meters.stream().map(Meter::standing).toList());
  }

  private static Verdict allowed(List<Meter> meters, long cost) {
    List<Standing> standings = meters.stream().map(Meter::standing).toList();
    int closest = 0;
    for (int i = 1; i < standings.size(); i++) {
      closest = standings.get(i).remaining() < standings.get(closest).remaining() ? i : closest;
    }
    return new Verdict(true, closest, 0, cost, standings);
  }
}
