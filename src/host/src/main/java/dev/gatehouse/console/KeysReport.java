package dev.gatehouse.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.ConcurrencyLimit;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.http.QueryParams;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.RedisKeyStore.Found;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.report.Closings;
import dev.gatehouse.redis.report.KeyFilter;
import dev.gatehouse.redis.report.KeyRow;
import dev.gatehouse.redis.report.KeySearch;
import dev.gatehouse.redis.report.KeySearch.Page;
import dev.gatehouse.redis.report.LimitsLeft;
import dev.gatehouse.redis.report.LimitsLeft.Left;
import dev.gatehouse.redis.report.RedisCli;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Queries of keys: a page of those that a filter finds, and one key with what its limits have left and what an operator can do. */
final class KeysReport {

  private static final int MOST = 100;
  private static final int MOST_DAYS = 3660;
  /** After which a page is shown as far as it is: a filter that finds few of very many keys would go through all of them. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final KeySearch search;
  private final RedisLink link;
  private final RedisKeys keys;
  private final RedisCli cli;
  private final LimitsLeft left;
  private final Actions actions;
  private final Clock clock;

  /** Reads through this link, under these names; {@code cli} is how redis-cli reaches them. */
  KeysReport(RedisLink link, RedisKeys keys, RedisCli cli, Clock clock) {
    this.link = link;
    this.keys = keys;
    this.cli = cli;
    this.clock = clock;
    search = new KeySearch(link, keys, clock);
    left = new LimitsLeft(link, keys);
    actions = new Actions(keys, cli, clock);
  }

  /**
   * A page of keys, by {@code tenant}, {@code owner}, {@code q} (part of id, owner or name), {@code status}, {@code unused} and {@code
   * expiring} (days); {@code from} is where the page begins. A text that is the id of a key is looked up and not searched for.
   */
  Future<ObjectNode> page(QueryParams query) {
    String text = query.text("q");
    String from = query.text("from");
    KeyFilter filter = filter(query);
    Future<KeySearch.@Nullable Whole> named = from == null && text != null && filter.equals(KeyFilter.ALL.containing(text))
        && Identifier.KEY_ID.matches(text) ? search.find(text) : Future.succeededFuture(null);
    return named.compose(one -> one != null ? Future.succeededFuture(new Page(List.of(one.row()), null))
        : search.page(filter, from == null ? "" : from, MOST, PATIENCE)).map(KeysReport::json);
  }

  private static ObjectNode json(Page page) {
    ObjectNode json = Json.object().put("next", page.next());
    ArrayNode rows = json.putArray("keys");
    page.rows().forEach(row -> rows.add(json(row)));
    return json;
  }

  private KeyFilter filter(QueryParams query) {
    Instant now = clock.instant();
    int unused = query.number("unused", 0, 0, MOST_DAYS);
    int expiring = query.number("expiring", 0, 0, MOST_DAYS);
    return new KeyFilter(query.text("tenant"), query.text("owner"), query.text("q"), status(query.text("status")),
        unused == 0 ? null : now.minus(Duration.ofDays(unused)), expiring == 0 ? null : now.plus(Duration.ofDays(expiring)), null);
  }

  private static KeyRow.@Nullable Status status(@Nullable String word) {
    if (word == null) {
      return null;
    }
    return Arrays.stream(KeyRow.Status.values()).filter(status -> status.toString().equals(word)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("status must be one of " + Arrays.toString(KeyRow.Status.values())));
  }

  private static ObjectNode json(KeyRow row) {
    ObjectNode json = Json.object().put("id", row.id()).put("shown", Principal.displayId(row.id())).put("tenant", row.tenant())
        .put("owner", row.owner()).put("name", row.name())
        .put("status", row.status().toString()).put("detail", row.detail()).put("ips", row.ips()).put("created", seconds(row.created()))
        .put("expires", seconds(row.expires())).put("lastUse", seconds(row.lastUse())).put("replaces", row.replaces())
        .put("line", row.line());
    json.set("rights", json(row.rights()));
    json.set("limits", json(row.limits()));
    return json;
  }

  private static ObjectNode json(Map<String, String> fields) {
    ObjectNode json = Json.object();
    fields.forEach(json::put);
    return json;
  }

  private static @Nullable Long seconds(@Nullable Instant time) {
    return time == null ? null : time.getEpochSecond();
  }

  /**
   * One key, by {@code id}; what its limits have left; and the lines that change it, with the values of {@code tools}, {@code rate},
   * {@code quota} and {@code expires} where they are given.
   */
  Future<ObjectNode> one(QueryParams query) {
    String id = query.required("id", Identifier.KEY_ID);
    return search.find(id).compose(key -> key == null ? Future.failedFuture(new NoSuchElementException("there is no key " + id))
        : one(key.row(), key.found()));
  }

  private Future<ObjectNode> one(KeyRow row, Found found) {
    Admission admission = found.record().at(clock.instant());
    return limits(admission).compose(limits -> Closings.of(link, keys, found).map(closings -> {
      ObjectNode json = json(row);
      json.set("cuts", cuts(admission));
      json.set("left", limits);
      return withLines(json, actions.of(row, closings));
    }));
  }

  private ObjectNode withLines(ObjectNode json, ArrayNode lines) {
    json.set("lines", lines);
    return json.put("hint", cli.hint());
  }

  /** The ceilings of owner and tenant that allow less than the key and its roles grant; none of a key that is not let in. */
  private static ArrayNode cuts(Admission admission) {
    ArrayNode json = Json.array();
    if (admission instanceof Admission.Admitted admitted) {
      admitted.principal().grants().cuts((record, field, patterns) -> json.add(
          Json.object().put("record", record).put("field", field).put("patterns", patterns.toString())));
    }
    return json;
  }

  /** The lines about a {@code tenant} as a whole. */
  Future<ObjectNode> tenant(QueryParams query) {
    return Future.succeededFuture(withLines(Json.object(), actions.ofTenant(query.required("tenant", Identifier.NAME))));
  }

  /**
   * The lines that give a key, by {@code id}, other {@code tools}, {@code rate}, {@code quota}, or an end ({@code expires}), or remove the
   * fields that {@code clear} names; or a {@code tenant} other tools, rate or quota.
   */
  Future<ObjectNode> changes(QueryParams query) {
    String tenant = query.text("tenant", Identifier.NAME);
    return Future.succeededFuture(
        tenant == null ? actions.changes(query.required("id", Identifier.KEY_ID), query) : actions.tenantChanges(tenant, query));
  }

  private Future<ObjectNode> limits(Admission admission) {
    if (!(admission instanceof Admission.Admitted admitted)) {
      return Future.succeededFuture(Json.object());
    }
    Principal principal = admitted.principal();
    return left.of(principal).map(lefts -> json(lefts, principal.limits().ceilings()));
  }

  private static ObjectNode json(List<Left> lefts, List<ConcurrencyLimit> ceilings) {
    ObjectNode json = Json.object();
    ArrayNode counted = json.putArray("counted");
    lefts.forEach(one -> counted.add(Json.object().put("scope", one.limit().scope().name().toLowerCase(Locale.ROOT))
        .put("pattern", one.limit().pattern()).put("kind", one.limit().allowance().kind().field())
        .put("limit", Objects.toString(one.limit().allowance())).put("most", one.limit().allowance().most()).put("left", one.left())
        .put("resetSeconds", (one.resetMillis() + 999) / 1000)));
    ArrayNode concurrency = json.putArray("concurrency");
    ceilings.forEach(one -> concurrency.add(
        Json.object().put("scope", one.scope().name().toLowerCase(Locale.ROOT)).put("most", one.most())));
    return json;
  }
}
