package dev.gatehouse.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.http.AdminPage;
import dev.gatehouse.http.QueryHandler;
import dev.gatehouse.http.QueryParams;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.mcp.CallMetrics;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.mcp.modern.Subscriptions;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.RedisKeyStore;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.report.RedisCli;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The console: the page of the admin port, its files, and the queries that it asks. It changes nothing: what an operator would change is
 * shown as a line for redis-cli.
 */
public final class Console {

  private final Instant started = Instant.now();
  private final CallHistory history;
  private final TenantsReport tenants;
  private final OpenReport open;
  private final KeysReport keys;
  private final AuditReport audit;
  private final ExplainReport explain;

  /**
   * Creates a console, which begins to keep the history of calls.
   *
   * @param calls counts every call
   * @param connections those to the public port
   * @param link where keys and audit are read
   * @param names the names of Redis's keys
   * @param cli how an operator's redis-cli reaches that Redis
   */
  public Console(Vertx vertx, Tenants tenants, CallMetrics calls, Sessions sessions, Subscriptions subscriptions, Connections connections,
      RedisLink link, RedisKeys names, RedisCli cli) {
    history = new CallHistory(calls::totals);
    this.tenants = new TenantsReport(tenants, history::latest);
    open = new OpenReport(tenants, sessions, subscriptions, connections);
    Clock clock = Clock.systemUTC();
    keys = new KeysReport(link, names, cli, clock);
    audit = new AuditReport(link, names, clock);
    explain = new ExplainReport(new RedisKeyStore(link, names, clock), tenants, clock);
    history.start(vertx);
  }

  /** The pages of the admin port that make up the console. */
  public List<AdminPage> pages() {
    List<AdminPage> pages = new ArrayList<>(ConsoleFiles.pages());
    pages.add(AdminPage.redirect("/console", "/"));
    pages.add(AdminPage.redirect("/index.html", "/"));
    pages.add(query("host", this::host));
    pages.add(query("calls", history::json));
    pages.add(query("tenants", tenants::tenants));
    pages.add(query("features", tenants::features));
    pages.add(query("open", open::json));
    pages.add(query("keys", keys::page));
    pages.add(query("key", keys::one));
    pages.add(query("tenant", keys::tenant));
    pages.add(query("changes", keys::changes));
    pages.add(query("audit", audit::calls));
    pages.add(query("refusals", audit::refusals));
    pages.add(query("explain", explain::json));
    return pages;
  }

  private static AdminPage query(String name, Function<QueryParams, Future<ObjectNode>> query) {
    return AdminPage.guarded("/console/api/" + name, new QueryHandler(query));
  }

  private Future<ObjectNode> host(QueryParams query) {
    ObjectNode json = ServerIdentity.current().json().put("started", started.getEpochSecond());
    json.set("open", open.counts(null));
    return Future.succeededFuture(json);
  }
}
