package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.Quota;
import dev.gatehouse.config.Rate;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same rules, counted in this process alone and by its own clock. For the time that the common count cannot be had: it begins
 * with nothing used, and each host counts for itself.
 */
public final class LocalLimiter implements Limiter {

  // What rounding may have taken from one call.
  private static final double ROUNDING = 1e-9;
  private static final long SWEEP_MICROS = 1_000_000;

  private final Clock clock;
  private final int most;
  private final Map<String, Cell> cells = new HashMap<>();
  private long sweptMicros;

  /** What is used of a limit: since {@code at} for a rate, until {@code whole} for either. */
  private record Cell(double used, long atMicros, long wholeMicros) {
  }

  /** A cell as it would be before and after this call. */
  private record Turn(String name, LimitRule rule, double used, long waitMicros, Cell next) {
  }

  /**
   * Counts here.
   *
   * @param most how many limits to count at once; a call that needs one more than that is not let in
   */
  public LocalLimiter(Clock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  @Override
  public synchronized Future<Verdict> charge(String tenant, List<LimitRule> limits, long cost) {
    Instant now = clock.instant();
    List<Turn> turns = limits.stream().map(rule -> turn(tenant + '/' + rule.cell(), rule, cost, now)).toList();
    boolean allowed = turns.stream().noneMatch(turn -> turn.waitMicros > 0);
    if (allowed && !fits(turns, micros(now))) {
      return Future.failedFuture(new StoreUnavailableException("this host counts " + most + " limits already", null));
    }
    if (allowed) {
      turns.forEach(turn -> cells.put(turn.name, turn.next));
    }
    return Future.succeededFuture(verdict(turns, allowed, cost, micros(now)));
  }

  @Override
  public synchronized Future<Void> giveBack(String tenant, List<LimitRule> limits, long cost) {
    Instant now = clock.instant();
    limits.stream()
        .filter(rule -> cells.containsKey(tenant + '/' + rule.cell()))
        .map(rule -> turn(tenant + '/' + rule.cell(), rule, -cost, now))
        .forEach(turn -> cells.put(turn.name, turn.next));
    return Future.succeededFuture();
  }

  private Turn turn(String name, LimitRule rule, long cost, Instant now) {
    Cell cell = cells.get(name);
    boolean live = cell != null && cell.wholeMicros > micros(now);
    return rule.allowance() instanceof Rate rate
        ? rateTurn(name, rule, rate, live ? cell : null, cost, micros(now))
        : quotaTurn(name, rule, (Quota) rule.allowance(), live ? cell : null, cost, now);
  }

  private static Turn rateTurn(String name, LimitRule rule, Rate rate, Cell cell, long cost, long now) {
    double perMicro = rate.calls() / (rate.period().toNanos() / 1e3);
    double owed = cell == null ? 0 : Math.max(0, cell.used - Math.max(0, now - cell.atMicros) * perMicro);
    double missing = cost - ROUNDING - (rate.calls() - owed);
    long wait = missing > 0 ? Math.max(1, (long) Math.ceil(missing / perMicro)) : 0;
    double next = Math.max(0, owed + cost);
    return new Turn(name, rule, owed, wait, new Cell(next, now, now + (long) Math.ceil(next / perMicro)));
  }

  private static Turn quotaTurn(String name, LimitRule rule, Quota quota, Cell cell, long cost, Instant now) {
    double used = cell == null ? 0 : cell.used;
    long ends = micros(end(quota.period(), now));
    long wait = used + cost > quota.calls() ? ends - micros(now) : 0;
    return new Turn(name, rule, used, wait, new Cell(Math.max(0, used + cost), micros(now), ends));
  }

  private static Instant end(Quota.Period period, Instant now) {
    ZonedDateTime today = now.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
    return (period == Quota.Period.DAY ? today.plusDays(1) : today.withDayOfMonth(1).plusMonths(1)).toInstant();
  }

  private boolean fits(List<Turn> turns, long now) {
    if (cells.size() + turns.size() > most && now - sweptMicros > SWEEP_MICROS) {
      sweptMicros = now;
      cells.values().removeIf(cell -> cell.wholeMicros <= now);
    }
    return cells.size() + turns.stream().filter(turn -> !cells.containsKey(turn.name)).count() <= most;
  }

  private Verdict verdict(List<Turn> turns, boolean allowed, long cost, long now) {
    List<Standing> standings = new ArrayList<>(turns.size());
    int decisive = 0;
    for (Turn turn : turns) {
      standings.add(standing(turn, now));
      int last = standings.size() - 1;
      if (allowed ? standings.get(last).remaining() < standings.get(decisive).remaining()
          : wait(turn, cost) > wait(turns.get(decisive), cost)) {
        decisive = last;
      }
    }
    long retry = allowed ? 0 : millis(turns.get(decisive).waitMicros);
    return new Verdict(allowed, decisive, retry, cost, standings);
  }

  private static long wait(Turn turn, long cost) {
    return cost > turn.rule.allowance().calls() ? Long.MAX_VALUE : turn.waitMicros;
  }

  private Standing standing(Turn turn, long now) {
    Cell cell = cells.get(turn.name);
    boolean live = cell != null && cell.wholeMicros > now;
    double used = !live ? 0 : cell == turn.next ? cell.used : turn.used;
    long left = Math.max(0, (long) Math.floor(turn.rule.allowance().calls() - used + ROUNDING));
    return new Standing(turn.rule, left, live ? millis(cell.wholeMicros - now) : 0);
  }

  private static long millis(long micros) {
    return (micros + Duration.ofMillis(1).toNanos() / 1000 - 1) / 1000;
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }
}
