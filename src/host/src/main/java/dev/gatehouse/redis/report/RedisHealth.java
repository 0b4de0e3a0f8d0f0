package dev.gatehouse.redis.report;

import dev.gatehouse.record.RedisUrl.Mode;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Examines the settings and the state of Redis: version, persistence, memory, replicas, clock, and the rights that reports need. What
 * makes a Redis unfit, such as an eviction policy, ends the connection before this.
 */
public final class RedisHealth {

  private static final String AREA = "redis";
  private static final String CLOCK = "clock";
  private static final Duration MOST_CLOCK_DIFFERENCE = Duration.ofSeconds(1);
  private static final double FULL = 0.8;
  private static final String FINE = "ok";

  private final RedisLink link;
  private final RedisKeys keys;
  private final Clock clock;

  /** Examines the Redis behind a link. */
  public RedisHealth(RedisLink link, RedisKeys keys, Clock clock) {
    this.link = link;
    this.keys = keys;
    this.clock = clock;
  }

  /** All findings, node by node. Fails when Redis does not answer. */
  public Future<List<Finding>> look() {
    List<Future<List<Finding>>> parts = new ArrayList<>();
    link.nodes().forEach(node -> parts.add(look(node)));
    parts.add(rights().map(right -> right.map(List::of).orElse(List.of())));
    return Future.all(parts).map(all -> parts.stream().map(Future::result).flatMap(List::stream).toList());
  }

  private Future<List<Finding>> look(RedisNode node) {
    Instant asked = clock.instant();
    return node.send(Request.cmd(Command.TIME), RedisLink.MAY_FAIL).compose(time -> {
      Instant half = asked.plus(Duration.between(asked, clock.instant()).dividedBy(2));
      Instant there = Instant.ofEpochSecond(time.get(0).toLong()).plus(time.get(1).toLong(), ChronoUnit.MICROS);
      return node.send(Request.cmd(Command.INFO), RedisLink.MAY_FAIL)
          .map(
              info -> findings("Redis at " + node.address(), info.toString(), link.url().location().mode(), Duration.between(half, there)));
    });
  }

  /**
   * Judges one server.
   *
   * @param who its name for messages
   * @param info the text of INFO
   * @param difference by how much its clock is ahead of this machine's
   */
  static List<Finding> findings(String who, String info, Mode mode, Duration difference) {
    Map<String, String> facts = facts(info);
    List<Finding> found = new ArrayList<>(List.of(version(who, facts)));
    Stream.of(persistence(who, facts), memory(who, facts), replicas(who, facts, mode), difference(who, difference))
        .forEach(found::addAll);
    return found;
  }

  private static Map<String, String> facts(String info) {
    Map<String, String> facts = new HashMap<>();
    info.lines().map(String::strip).filter(line -> line.indexOf(':') > 0)
        .forEach(line -> facts.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
    return facts;
  }

  private static Finding version(String who, Map<String, String> facts) {
    String version = facts.getOrDefault("redis_version", "?");
    boolean old = version.startsWith("6.") || version.startsWith("7.0.");
    String what = who + " is version " + version;
    return old ? Finding.note(AREA, what + ", which gets no more fixes", "use Redis 7.2 or newer, or Valkey; the manual (operate.md) names"
        + " the fixes that 7.0 lacks") : Finding.ok(AREA, what);
  }

  private static List<Finding> persistence(String who, Map<String, String> facts) {
    List<Finding> found = new ArrayList<>();
    boolean appends = "1".equals(facts.get("aof_enabled"));
    found.add(appends ? Finding.ok(AREA, who + " keeps an append-only file")
        : Finding.problem(AREA, who + " keeps no append-only file: when it ends, keys and revocations since its last snapshot are lost",
            "redis-cli CONFIG SET appendonly yes, then redis-cli CONFIG REWRITE"));
    for (String status : List.of("aof_last_write_status", "aof_last_bgrewrite_status", "rdb_last_bgsave_status")) {
      String value = facts.getOrDefault(status, FINE);
      if (!value.equals(FINE)) {
        found.add(Finding.problem(AREA, who + " cannot write its data to disk (" + status + ':' + value + "), and may refuse every write",
            "give its disk room, and look at its log"));
      }
    }
    return found;
  }

  private static List<Finding> memory(String who, Map<String, String> facts) {
    long most = number(facts, "maxmemory");
    long used = number(facts, "used_memory");
    if (most == 0) {
      return List.of(Finding.note(AREA, who + " has no maxmemory, and may take all memory of its machine",
          "redis-cli CONFIG SET maxmemory 2gb, or what the machine has to spare; audit.maxBytes bounds the audit log of each tenant"));
    }
    return used < FULL * most ? List.of(Finding.ok(AREA, who + " uses " + 100 * used / most + " % of its maxmemory"))
        : List.of(Finding.problem(AREA, who + " uses " + 100 * used / most + " % of its maxmemory; when it is full, it refuses every write,"
            + " and nothing can be revoked, counted or audited", "raise maxmemory, or lower audit.keep or audit.maxBytes"));
  }

  private static List<Finding> replicas(String who, Map<String, String> facts, Mode mode) {
    if (mode != Mode.SENTINEL && mode != Mode.CLUSTER) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    if (number(facts, "connected_slaves") == 0) {
      found.add(Finding.problem(AREA, who + " has no replica that could take its place", "start a replica of it"));
    }
    if (mode == Mode.SENTINEL && !facts.containsKey("min_slaves_good_slaves")) {
      found.add(Finding.problem(AREA, who + " goes on taking writes when it is cut off from its replicas, and those are lost",
          "redis-cli CONFIG SET min-replicas-to-write 1, on every server, with min-replicas-max-lag 5; then CONFIG REWRITE"));
    }
    return found;
  }

  private static List<Finding> difference(String who, Duration difference) {
    String what = "the clock of " + who + " is " + difference.abs().toMillis() / 1000.0 + " s "
        + (difference.isNegative() ? "behind" : "ahead of") + " this machine's";
    return difference.abs().compareTo(MOST_CLOCK_DIFFERENCE) <= 0 ? List.of(Finding.ok(CLOCK, what))
        : List.of(Finding.problem(CLOCK, what + "; keys expire and quotas begin at the wrong time",
            "let both follow a time server (chrony, systemd-timesyncd)"));
  }

  private static long number(Map<String, String> facts, String name) {
    String value = facts.getOrDefault(name, "");
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
  }

  /** What a report needs beyond the rights of a host without one. */
  private Future<Optional<Finding>> rights() {
    Request read = Request.cmd(Command.XREVRANGE).arg(keys.audit(null)).arg("+").arg("-").arg("COUNT").arg(1);
    return link.send(read, RedisLink.MAY_FAIL).map(answer -> Optional.<Finding>empty()).recover(cause -> RedisErrors.is(cause, "NOPERM")
        ? Future.succeededFuture(Optional.of(Finding.note(AREA, "the user of redis.url may not read the audit log",
            "give it +xrevrange, as in the line of the manual (keys.md)")))
        : Future.failedFuture(cause));
  }
}
