package dev.gatehouse.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.http.QueryParams;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.redis.report.DeclaredTools;
import dev.gatehouse.redis.report.Explanation;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import java.time.Clock;

/** The query that the command {@code explain} answers, too: what the host would decide about a key and a tool, and by which rule. */
final class ExplainReport {

  private final KeyStore store;
  private final Tenants tenants;
  private final Clock clock;

  ExplainReport(KeyStore store, Tenants tenants, Clock clock) {
    this.store = store;
    this.tenants = tenants;
    this.clock = clock;
  }

  /** The decision about a {@code key}, by its id, and a {@code tool}. */
  Future<ObjectNode> json(QueryParams query) {
    String tool = query.required("tool");
    return store.find(query.required("key", Identifier.KEY_ID)).map(record -> {
      Explanation explanation = Explanation.of("key", record.at(clock.instant()), tool, true, this::declared);
      ObjectNode json = Json.object().put("allowed", explanation.allowed());
      ArrayNode lines = json.putArray("lines");
      explanation.lines().forEach(lines::add);
      return json;
    });
  }

  private DeclaredTools declared(Principal principal) {
    Tenant tenant = tenants.find(principal.tenant());
    return tenant == null ? DeclaredTools.NONE : DeclaredTools.of(tenant.catalogue(), principal);
  }
}
