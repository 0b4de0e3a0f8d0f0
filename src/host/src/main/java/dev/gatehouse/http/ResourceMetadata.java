package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.rpc.Json;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/**
 * The protected resource metadata of tenants that have an authorization server (RFC 9728): where a client gets a token. Public, like all of
 * discovery. Of other tenants there is none.
 */
final class ResourceMetadata {

  private final Challenges challenges;
  private final CanonicalUrls urls;
  private final Failures failures;

  ResourceMetadata(Challenges challenges, CanonicalUrls urls, Failures failures) {
    this.challenges = challenges;
    this.urls = urls;
    this.failures = failures;
  }

  /** Adds the routes, also below the path of {@code http.publicUrl}, where a client looks that was given no challenge (section 3.1). */
  void mount(Router router) {
    String prefix = urls.path();
    for (String before : prefix.isEmpty() ? List.of("") : List.of("", prefix)) {
      router.route(Challenges.WELL_KNOWN + before + CanonicalUrls.pathOf(":" + TenantHandler.PARAMETER)).handler(this::handle);
      router.route(Challenges.WELL_KNOWN + before + CanonicalUrls.MCP).handler(this::handle);
    }
  }

  private void handle(RoutingContext rc) {
    String tenant = challenges.tenant(rc);
    List<Issuer> servers = tenant == null ? List.of() : challenges.servers(tenant);
    if (tenant == null || servers.isEmpty()) {
      failures.notFound(rc);
    } else if (rc.request().method() != HttpMethod.GET && rc.request().method() != HttpMethod.HEAD) {
      Reply.send(rc.response(), Reply.refusal(405, "This path takes GET.", Map.of("Allow", "GET, HEAD")));
    } else {
      String resource = urls.of(rc.pathParam(TenantHandler.PARAMETER) == null ? CanonicalUrls.MCP : CanonicalUrls.pathOf(tenant));
      // Issuers change at any moment.
      Reply.send(rc.response(), new Answer(200, Map.of("Cache-Control", "no-store"), () -> document(resource, tenant, servers)));
    }
  }

  private static ObjectNode document(String resource, String tenant, List<Issuer> servers) {
    ObjectNode document = Json.object().put("resource", resource);
    ArrayNode authorization = document.putArray("authorization_servers");
    servers.stream().map(Issuer::issuer).distinct().forEach(authorization::add);
    ArrayNode scopes = Json.array();
    Challenges.scopes(servers).forEach(scopes::add);
    if (!scopes.isEmpty()) {
      document.set("scopes_supported", scopes);
    }
    document.putArray("bearer_methods_supported").add("header");
    document.put("resource_name", tenant);
    ArrayNode algorithms = document.putArray("dpop_signing_alg_values_supported");
    Issuer.PROOF_ALGORITHMS.forEach(algorithms::add);
    return document.put("dpop_bound_access_tokens_required", false);
  }
}
