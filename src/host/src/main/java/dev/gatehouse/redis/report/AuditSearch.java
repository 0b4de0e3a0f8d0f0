package dev.gatehouse.redis.report;

import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the calls in a tenant's audit log, the newest first or as they come. */
public final class AuditSearch {

  private static final int IN_ROUND = 1_000;
  /** An entry is written some time after its call ended, by another clock; longer when Redis was away. */
  private static final Duration SLACK = Duration.ofMinutes(10);

  private final RedisLink link;
  private final RedisKeys keys;

  /** Reads through this link, under these names. Needs the right to {@code XREVRANGE}, and to {@code XRANGE} for what comes. */
  public AuditSearch(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /**
   * A part of what a search finds.
   *
   * @param calls the newest first
   * @param next where the next page begins; null when there is none
   */
  public record Page(List<AuditEntry> calls, @Nullable String next) {
  }

  /**
   * Finds calls, the newest first.
   *
   * @param from empty for the newest, else {@link Page#next} of the page before
   * @param most how many calls at most
   * @param looked after how many entries, found or not, the search pauses; the page tells where to go on
   */
  public Future<Page> newest(String tenant, AuditFilter filter, String from, int most, int looked) {
    if (!from.isEmpty() && !from.matches("\\d{1,20}-\\d{1,20}")) {
      return Future.failedFuture(new IllegalArgumentException("from is no place in an audit log"));
    }
    String end = filter.until() == null ? "+" : Long.toString(filter.until().plus(SLACK).toEpochMilli());
    return newest(tenant, filter, from.isEmpty() ? end : '(' + from, most, looked, new ArrayList<>());
  }

  private Future<Page> newest(String tenant, AuditFilter filter, String end, int most, int looked, List<AuditEntry> found) {
    Instant since = filter.since();
    String start = since == null ? "-" : Long.toString(Math.max(0, since.minus(SLACK).toEpochMilli()));
    int round = Math.min(IN_ROUND, looked);
    Request read = Request.cmd(Command.XREVRANGE).arg(keys.audit(tenant)).arg(end).arg(start).arg("COUNT").arg(round);
    return link.send(read, RedisLink.MAY_FAIL).compose(answer -> {
      String last = "";
      for (Response one : answer) {
        AuditEntry call = AuditEntry.of(one);
        last = call.id();
        if (filter.finds(call)) {
          found.add(call);
        }
        if (found.size() == most) {
          return Future.succeededFuture(new Page(found, last));
        }
      }
      boolean whole = answer.size() < round;
      return whole || looked <= round ? Future.succeededFuture(new Page(found, whole ? null : last))
          : newest(tenant, filter, '(' + last, most, looked - round, found);
    });
  }

  /** The id of the last entry of a log, after which {@link #after} finds what comes; not a time, since an entry of the same one may come. */
  public Future<String> end(String tenant) {
    Request read = Request.cmd(Command.XREVRANGE).arg(keys.audit(tenant)).arg("+").arg("-").arg("COUNT").arg(1);
    return link.send(read, RedisLink.MAY_FAIL).map(last -> last.size() == 0 ? "0-0" : last.get(0).get(0).toString());
  }

  /**
   * The calls that were written after an entry, the oldest first.
   *
   * @param id of that entry, or {@link #end}
   * @return up to {@value #IN_ROUND}; the id of the last one is where to go on, also when the caller filters them
   */
  public Future<List<AuditEntry>> after(String tenant, String id) {
    Request read = Request.cmd(Command.XRANGE).arg(keys.audit(tenant)).arg('(' + id).arg("+").arg("COUNT").arg(IN_ROUND);
    return link.send(read, RedisLink.MAY_FAIL).map(answer -> answer.stream().map(AuditEntry::of).toList());
  }
}
