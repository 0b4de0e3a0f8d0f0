package dev.gatehouse.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.http.QueryParams;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.report.AuditEntry;
import dev.gatehouse.redis.report.AuditFilter;
import dev.gatehouse.redis.report.AuditSearch;
import dev.gatehouse.redis.report.Refusal;
import dev.gatehouse.redis.report.Refusals;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Queries of the audit log: the calls of a tenant, and the refusals of a day. */
final class AuditReport {

  private static final int MOST = 100;
  /** Entries of the log that one query looks at; the page says that there is more. */
  private static final int LOOKED = 20_000;
  private static final int MOST_MINUTES = 3660 * 24 * 60;

  private final AuditSearch calls;
  private final Refusals refusals;
  private final Clock clock;

  /** Reads through this link, under these names. */
  AuditReport(RedisLink link, RedisKeys keys, Clock clock) {
    calls = new AuditSearch(link, keys);
    refusals = new Refusals(link, keys);
    this.clock = clock;
  }

  /**
   * Calls of a {@code tenant}, the newest first, by {@code name}, {@code key}, {@code owner}, {@code outcome} and {@code minutes} ago;
   * {@code from} is where the page begins.
   */
  Future<ObjectNode> calls(QueryParams query) {
    String from = query.text("from");
    return calls.newest(query.required("tenant", Identifier.NAME), filter(query), from == null ? "" : from, MOST, LOOKED).map(page -> {
      ObjectNode json = Json.object().put("next", page.next());
      ArrayNode rows = json.putArray("calls");
      page.calls().forEach(call -> rows.add(json(call)));
      return json;
    });
  }

  private AuditFilter filter(QueryParams query) {
    int minutes = query.number("minutes", 0, 0, MOST_MINUTES);
    Instant since = minutes == 0 ? null : clock.instant().minus(Duration.ofMinutes(minutes));
    return new AuditFilter(query.text("name"), query.text("key"), query.text("owner"), query.text("outcome"), since, null);
  }

  private static ObjectNode json(AuditEntry call) {
    return Json.object().put("id", call.id()).put("at", call.at().toEpochMilli() / 1000.0).put("key", call.key()).put("owner", call.owner())
        .put("kind", call.kind()).put("name", call.name()).put("outcome", call.outcome()).put("reason", call.reason())
        .put("ms", call.millis()).put("request", call.request()).put("policy", call.policy()).put("method", call.method())
        .put("issuer", call.issuer()).put("client", call.client());
  }

  /**
   * Refusals of a {@code day} (today by default), of a {@code tenant}, or of keys that are nobody's: equal ones are added up, and the first
   * {@value #MOST} of them shown.
   */
  Future<ObjectNode> refusals(QueryParams query) {
    return refusals.of(query.text("tenant", Identifier.NAME), day(query.text("day")), filter(query)).map(found -> {
      ObjectNode json = Json.object().put("total", found.size());
      ArrayNode rows = json.putArray("refusals");
      found.stream().limit(MOST).forEach(refusal -> rows.add(json(refusal)));
      return json;
    });
  }

  private LocalDate day(@Nullable String text) {
    try {
      return text == null ? clock.instant().atOffset(ZoneOffset.UTC).toLocalDate() : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("day must be a date such as 2026-07-28", e);
    }
  }

  private static ObjectNode json(Refusal refusal) {
    return Json.object().put("key", refusal.key()).put("owner", refusal.owner()).put("method", refusal.method()).put("name", refusal.name())
        .put("outcome", refusal.outcome()).put("reason", refusal.reason()).put("issuer", refusal.issuer()).put("client", refusal.client())
        .put("count", refusal.count()).put("first", refusal.first().getEpochSecond()).put("last", refusal.last().getEpochSecond());
  }
}
