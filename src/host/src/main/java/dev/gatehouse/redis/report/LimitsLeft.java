package dev.gatehouse.redis.report;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.record.Allowance;
import dev.gatehouse.record.Rate;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much is left now of the rates and quotas of a caller, without spending any. Reads the cells that {@code charge.lua} writes. */
public final class LimitsLeft {

  /** {@code <used> <us or day>}; a 0 in front of the second number tells that the cell is leased from. */
  private static final Pattern CELL = Pattern.compile("([0-9.e+-]+) (\\d+)");
  private static final double ROUNDING = 1e-9;
  private static final double MOST_LEASE_MICROS = 50_000;
  private static final double LEASE_SHARE = 0.02;

  private final RedisLink link;
  private final RedisKeys keys;

  /** Reads through this link, under these names. */
  public LimitsLeft(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /**
   * How one limit stands.
   *
   * @param limit whose it is, which tools it counts, and how much it allows
   * @param left how many calls of cost 1 it admits at once
   * @param resetMillis milliseconds until it is whole again; 0 when it is
   */
  public record Left(LimitRule limit, long left, long resetMillis) {
  }

  /**
   * The rates and quotas that count for a caller, in the order in which calls are charged.
   *
   * @return empty when there is none; a counter that cannot be read has nothing left, as it admits no call
   */
  public Future<List<Left>> of(Principal caller) {
    List<LimitRule> rules = caller.limits().rules();
    Future<Response> time = link.send(Request.cmd(Command.TIME));
    List<Future<Response>> cells = rules.stream()
        .map(rule -> link.send(Request.cmd(Command.GET).arg(keys.rate(caller.tenant(), rule)))).toList();
    return Future.all(time, Future.all(cells)).map(read -> {
      Instant now = Instant.ofEpochSecond(time.result().get(0).toLong()).plus(time.result().get(1).toLong(), ChronoUnit.MICROS);
      List<Left> left = new ArrayList<>();
      for (int i = 0; i < rules.size(); i++) {
        left.add(left(rules.get(i), KeySearch.text(cells.get(i).result()), now));
      }
      return left;
    });
  }

  static Left left(LimitRule rule, @Nullable String cell, Instant now) {
    Allowance allowance = rule.allowance();
    if (cell == null) {
      return new Left(rule, allowance.most(), 0);
    }
    Matcher form = CELL.matcher(cell);
    if (!form.matches()) {
      return new Left(rule, 0, 0);
    }
    Allowance.Use before = new Allowance.Use(Double.parseDouble(form.group(1)), Long.parseLong(form.group(2)), 0, 0);
    Allowance.Use use = allowance.use(before, now);
    double held = allowance instanceof Rate rate && form.group(2).startsWith("0") ? held(rate, use) : 0;
    long left = (long) Math.max(0, Math.floor(allowance.most() - held - use.used() + ROUNDING));
    return new Left(rule, left, use.reset());
  }

  /** What a rate that is leased from holds back. */
  private static double held(Rate rate, Allowance.Use use) {
    double period = TimeUnit.NANOSECONDS.toMicros(rate.period().toNanos());
    return Math.min(MOST_LEASE_MICROS, LEASE_SHARE * period) * use.perMicro();
  }
}
