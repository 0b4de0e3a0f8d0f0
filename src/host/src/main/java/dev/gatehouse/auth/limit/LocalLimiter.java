package dev.gatehouse.auth.limit;

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
  private record Meter(String name, Cost cost, Use use) {

    Meter charged() {
      return new Meter(name, cost, use.plus(cost.amount()));
    }

    private long most() {
      return cost.limit().allowance().most();
    }

    private double missing() {
      return cost.amount() - ROUNDING - (most() - use.used());
    }

    /** In how many ms it admits such a call; 0 when it does so now. */
    long delay() {
      if (missing() <= 0) {
        return 0;
      }
      return cost.amount() > most() ? NEVER : use.backIn(missing());
    }

    Standing standing() {
      return new Standing(cost, Math.max(0, (long) Math.floor(most() - use.used() + ROUNDING)), use.reset());
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
  public synchronized Future<Verdict> charge(String tenant, List<Cost> costs) {
    Instant now = now();
    List<Meter> before = meters(tenant, costs, now);
    return before.stream().anyMatch(meter -> meter.delay() > 0) ? Future.succeededFuture(denied(before)) : keep(before, now);
  }

  @Override
  public synchronized Future<Void> adjust(String tenant, List<Cost> costs) {
    Instant now = now();
    List<Meter> before = meters(tenant, costs, now);
    // Those without a place are whole, and need none for a refund.
    return keep(before, now)
        .recover(full -> keep(before.stream().filter(meter -> cells.containsKey(meter.name)).toList(), now))
        .mapEmpty();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private List<Meter> meters(String tenant, List<Cost> costs, Instant now) {
    return costs.stream().map(cost -> meter(tenant + '/' + cost.limit().cell(), cost, now)).toList();
  }

  private Meter meter(String name, Cost cost, Instant now) {
    Cell cell = cells.get(name);
    if (cell != null && now.toEpochMilli() > cell.endsMillis) {
      cells.remove(name);
      cell = null;
    }
    return new Meter(name, cost, cost.limit().allowance().use(cell == null ? Use.NONE : cell.use, now));
  }

  private Future<Verdict> keep(List<Meter> before, Instant now) {
    if (!fits(before, now.toEpochMilli())) {
      return Future.failedFuture(new StoreUnavailableException("this host counts " + most + " limits already", null));
    }
    List<Meter> charged = before.stream().map(Meter::charged).toList();
    charged.forEach(meter -> cells.put(meter.name, meter.cell(now.toEpochMilli())));
    return Future.succeededFuture(allowed(charged));
  }

  private boolean fits(List<Meter> meters, long now) {
    if (cells.size() + meters.size() > most && Math.abs(now - sweptMillis) > SWEEP_MILLIS) {
      sweptMillis = now;
      cells.values().removeIf(cell -> now > cell.endsMillis);
    }
    return cells.size() + meters.stream().filter(meter -> !cells.containsKey(meter.name)).count() <= most;
  }

  private static Verdict denied(List<Meter> meters) {
    int longest = 0;
    for (int i = 1; i < meters.size(); i++) {
      longest = meters.get(i).delay() > meters.get(longest).delay() ? i : longest;
    }
    return new Verdict(false, longest, meters.get(longest).delay(), meters.stream().map(Meter::standing).toList());
  }

  private static Verdict allowed(List<Meter> meters) {
    List<Standing> standings = meters.stream().map(Meter::standing).toList();
    int closest = 0;
    for (int i = 1; i < standings.size(); i++) {
      closest = standings.get(i).remaining() < standings.get(closest).remaining() ? i : closest;
    }
    return new Verdict(true, closest, 0, standings);
  }
}
