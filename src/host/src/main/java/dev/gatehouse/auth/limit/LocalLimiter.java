package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.record.Quota;
import dev.gatehouse.record.Rate;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

  /** What was used of a limit as of {@code at}; kept until the limit is whole again. */
  private record Cell(double used, long at, long endsMillis) {
  }

  /**
   * A limit at the moment of a call.
   *
   * @param at of a rate the time in us; of a quota its day or month, as a number such as 20261231 or 202612
   * @param perMicro how much of a rate comes back in a us; 0 for a quota
   * @param untilEnd ms until a quota's day or month ends; 0 for a rate
   */
  private record Meter(String name, LimitRule rule, double used, long at, double perMicro, long untilEnd) {

    Meter plus(long cost) {
      return new Meter(name, rule, Math.max(0, used + cost), at, perMicro, untilEnd);
    }

    private double missing(long cost) {
      return cost - ROUNDING - (rule.allowance().calls() - used);
    }

    /** In how many ms it admits such a call; 0 when it does so now. */
    long waitFor(long cost) {
      if (cost <= 0 || missing(cost) <= 0) {
        return 0;
      } else if (cost > rule.allowance().calls()) {
        return NEVER;
      }
      return perMicro > 0 ? millis(missing(cost) / perMicro) : untilEnd;
    }

    long reset() {
      return perMicro > 0 ? millis(used / perMicro) : used > 0 ? untilEnd : 0;
    }

    Standing standing() {
      return new Standing(rule, Math.max(0, (long) Math.floor(rule.allowance().calls() - used + ROUNDING)), reset());
    }

    Cell cell(long nowMillis) {
      return new Cell(used, at, nowMillis + Math.max(1, perMicro > 0 ? reset() : untilEnd));
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
    return rule.allowance() instanceof Rate rate
        ? rateMeter(name, rule, rate, cell, ChronoUnit.MICROS.between(Instant.EPOCH, now))
        : quotaMeter(name, rule, ((Quota) rule.allowance()).period(), cell, now);
  }

  private static Meter rateMeter(String name, LimitRule rule, Rate rate, @Nullable Cell cell, long now) {
    double perMicro = (double) rate.calls() / TimeUnit.NANOSECONDS.toMicros(rate.period().toNanos());
    double owed = cell == null ? 0 : Math.max(0, cell.used - Math.max(0, now - cell.at) * perMicro);
    return new Meter(name, rule, owed, now, perMicro, 0);
  }

  private static Meter quotaMeter(String name, LimitRule rule, Quota.Period period, @Nullable Cell cell, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    boolean day = period == Quota.Period.DAY;
    LocalDate next = day ? today.plusDays(1) : today.withDayOfMonth(1).plusMonths(1);
    long month = today.getYear() * 100L + today.getMonthValue();
    long page = day ? month * 100 + today.getDayOfMonth() : month;
    long untilEnd = millis((double) ChronoUnit.MICROS.between(now, next.atStartOfDay(ZoneOffset.UTC).toInstant()));
    return cell == null || cell.at < page
        ? new Meter(name, rule, 0, page, 0, untilEnd)
        : new Meter(name, rule, cell.used, cell.at, 0, untilEnd);
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

  private static long millis(double micros) {
    return (long) Math.max(0, Math.ceil(micros / 1_000));
  }
}
