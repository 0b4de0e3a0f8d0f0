package dev.gatehouse.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.http.QueryParams;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.mcp.legacy.OpenSession;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.mcp.modern.OpenSubscription;
import dev.gatehouse.mcp.modern.Subscriptions;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Queries of what clients have open at this host: sessions, streams, connections and running calls. */
final class OpenReport {

  private static final int MOST = 200;

  private final Tenants tenants;
  private final Sessions sessions;
  private final Subscriptions subscriptions;
  private final Connections connections;

  OpenReport(Tenants tenants, Sessions sessions, Subscriptions subscriptions, Connections connections) {
    this.tenants = tenants;
    this.sessions = sessions;
    this.subscriptions = subscriptions;
    this.connections = connections;
  }

  /** What is open, of one {@code tenant} or of all: how much of each kind, and the first {@value #MOST} of it. */
  Future<ObjectNode> json(QueryParams query) {
    String tenant = query.text("tenant");
    ObjectNode json = counts(tenant);
    ArrayNode open = json.putArray("sessionList");
    sessions.open(tenant, MOST).forEach(session -> open.add(json(session)));
    ArrayNode streams = json.putArray("streamList");
    Instant now = Instant.now();
    subscriptions.open(tenant, MOST).forEach(stream -> streams.add(json(stream, now)));
    return Future.succeededFuture(json);
  }

  /** How much is open, of one tenant or of all; a connection is no tenant's. */
  ObjectNode counts(@Nullable String tenant) {
    Predicate<String> of = name -> tenant == null || tenant.equals(name);
    List<TenantBulkhead> calls = tenants.all().stream().filter(one -> of.test(one.name())).map(Tenant::bulkhead).toList();
    return Json.object()
        .put("connections", tenant == null ? connections.open() : null)
        .put("sessions", sessions.byTenant().entrySet().stream().filter(its -> of.test(its.getKey())).mapToLong(Map.Entry::getValue).sum())
        .put("streams", subscriptions.size(of))
        .put("running", calls.stream().mapToInt(TenantBulkhead::running).sum())
        .put("waiting", calls.stream().mapToInt(TenantBulkhead::waiting).sum());
  }

  private static ObjectNode json(OpenSession session) {
    ObjectNode json = Json.object().put("tenant", session.tenant()).put("revision", session.revision()).put("reading", session.reading())
        .put("running", session.running()).put("idleSeconds", session.idleMillis() / 1000);
    ArrayNode keys = json.putArray("keys");
    session.keys().forEach(keys::add);
    return json;
  }

  private static ObjectNode json(OpenSubscription stream, Instant now) {
    ObjectNode json = Json.object().put("tenant", stream.tenant()).put("key", stream.key()).put("resources", stream.resources())
        .put("ageSeconds", Duration.between(stream.since(), now).toSeconds());
    ArrayNode changes = json.putArray("changes");
    stream.changes().forEach(changes::add);
    return json;
  }
}
