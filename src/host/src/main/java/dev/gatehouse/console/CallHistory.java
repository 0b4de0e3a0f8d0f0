package dev.gatehouse.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.http.QueryParams;
import dev.gatehouse.mcp.CallTotals;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of this host over time, in memory: by seconds for the last minutes, and by minutes for the last day. It reads the counters of
 * the metrics now and then, so that a call costs nothing more: every two seconds while somebody looks, otherwise every ten.
 */
final class CallHistory {

  private static final Logger LOG = LoggerFactory.getLogger(CallHistory.class);
  private static final Duration TICK = Duration.ofSeconds(2);
  private static final int TICKS_UNWATCHED = 5;
  private static final Duration WATCHED = Duration.ofMinutes(1);
  private static final int LIVE_POINTS = 300;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int DAY_POINTS = 1440;
  /** Tenants beyond this many, each some 50 KiB in a day, are counted among all alone. */
  private static final int MOST_TENANTS = 100;
  private static final String ALL = "";

  private final Supplier<Map<String, CallTotals>> totals;
  private final Map<String, CallSeries> live = new ConcurrentHashMap<>();
  private final Map<String, CallSeries> day = new ConcurrentHashMap<>();
  private final Instant started = Instant.now();
  private volatile long askedNanos = System.nanoTime();
  private int ticks;

  /** Reads these counters. */
  CallHistory(Supplier<Map<String, CallTotals>> totals) {
    this.totals = totals;
    // The first call of a minute is to be seen, so everything begins with the host.
    add(Instant.now(), Map.of());
  }

  /** Begins to read; it ends with Vert.x. */
  void start(Vertx vertx) {
    vertx.setPeriodic(TICK.toMillis(), tick -> {
      if (isWatched() || ++ticks % TICKS_UNWATCHED == 0) {
        vertx.executeBlocking(this::read).onFailure(failure -> LOG.error("the calls could not be counted", failure));
      }
    });
  }

  private boolean isWatched() {
    return System.nanoTime() - askedNanos < WATCHED.toNanos();
  }

  private Object read() {
    add(Instant.now(), totals.get());
    return this;
  }

  /** Adds the counters as they are at a time. */
  synchronized void add(Instant now, Map<String, CallTotals> counted) {
    counted.forEach((tenant, its) -> add(now, tenant, its));
    // The last, since a tenant that is new begins where this one was before.
    add(now, ALL, counted.values().stream().reduce(CallTotals.NONE, CallTotals::plus));
  }

  private void add(Instant now, String tenant, CallTotals counted) {
    if (!live.containsKey(tenant) && live.size() > MOST_TENANTS) {
      return;
    }
    series(live, tenant, LIVE_POINTS).add(now, counted);
    CallSeries minutes = series(day, tenant, DAY_POINTS);
    Instant last = minutes.lastAt();
    if (last == null || !now.isBefore(last.plus(MINUTE))) {
      minutes.add(now, counted);
    }
  }

  /** A tenant that comes later had no calls before. */
  private CallSeries series(Map<String, CallSeries> all, String tenant, int most) {
    return all.computeIfAbsent(tenant, first -> {
      CallSeries made = new CallSeries(most);
      CallSeries whole = all.get(ALL);
      Instant before = whole == null ? null : whole.lastAt();
      if (before != null) {
        made.add(before, CallTotals.NONE);
      }
      return made;
    });
  }

  /** Answers a query: {@code span} is {@code live} or {@code day}, {@code tenant} one of them or missing for all. */
  Future<ObjectNode> json(QueryParams query) {
    askedNanos = System.nanoTime();
    String tenant = query.text("tenant");
    boolean lastDay = "day".equals(query.text("span"));
    String name = tenant == null ? ALL : tenant;
    CallSeries found = (lastDay ? day : live).get(name);
    ObjectNode json = Json.object();
    json.set("counts", counts(name, Instant.now()));
    json.set("series", (found == null ? new CallSeries(1) : found).json());
    return Future.succeededFuture(json);
  }

  /** How many calls there were in the last day, or in the {@code seconds} since the start if that is less. */
  ObjectNode counts(String tenant, Instant now) {
    CallSeries recent = live.get(tenant);
    CallSeries minutes = day.get(tenant);
    ObjectNode json = recent == null || minutes == null ? new CallSeries(1).counts(now, CallTotals.NONE)
        : minutes.counts(now.minus(DAY), recent.last());
    return json.put("seconds", Math.min(DAY.toSeconds(), Duration.between(started, now).toSeconds()));
  }

  /** The latest rates of a tenant, or an empty object when it has had no call. */
  ObjectNode latest(String tenant) {
    CallSeries found = live.get(tenant);
    return found == null ? Json.object() : found.latest();
  }
}
