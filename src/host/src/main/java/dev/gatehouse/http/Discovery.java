package dev.gatehouse.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.Sha256;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Discovery: the server card of a tenant beside its MCP URL (SEP-2127), and the API of a registry with the tenants that the caller may know
 * of: the tenant of its credential, and those that are {@code public}. Where there is none, the answer is that of every other path: 401
 * without a credential and 404 with one, whether or not such a tenant exists.
 */
final class Discovery {

  private static final String CARD = "/mcp/server-card";
  private static final String REGISTRY = "/v0.1/servers";
  private static final Pattern PATHS = Pattern.compile("(?:/t/([^/]+))?(?:/mcp/server-card|/v0\\.1/servers(?:/.*)?)/?");
  private static final String CARD_TYPE = "application/mcp-server-card+json";
  private static final String CREDENTIALS = "Authorization, X-API-Key";
  /** A tenant that is no longer public disappears from shared caches within five minutes. */
  private static final String SHARED = "public, max-age=300";
  private static final String OWN = "private, no-cache";

  /** Answers with what it finds among the tenants that the caller may know of. */
  private interface Page {

    @Nullable
    JsonNode of(RoutingContext rc, List<Tenant> known, String base);
  }

  private final Tenants tenants;
  private final ServerDescription description;
  private final CanonicalUrls urls;
  private final ForwardedPrefix prefix;

  Discovery(Tenants tenants, ServerDescription description, CanonicalUrls urls, ForwardedPrefix prefix) {
    this.tenants = tenants;
    this.description = description;
    this.urls = urls;
    this.prefix = prefix;
  }

  /** Adds the routes, with and without a tenant in the path. */
  void mount(Router router, KeyHandler keys, TenantHandler guard) {
    RegistryPage registry = new RegistryPage(description);
    for (String before : List.of("", "/t/:" + TenantHandler.PARAMETER)) {
      mount(router, keys, guard, before + CARD, (rc, known, base) -> description.card(known.get(0), base));
      mount(router, keys, guard, before + REGISTRY, registry::list);
      mount(router, keys, guard, before + REGISTRY + "/:server/versions", registry::versions);
      mount(router, keys, guard, before + REGISTRY + "/:server/versions/:version", registry::version);
    }
  }

  private void mount(Router router, KeyHandler keys, TenantHandler guard, String path, Page page) {
    router.route(path).handler(rc -> {
      List<Tenant> open = open(rc, rc.pathParam(TenantHandler.PARAMETER));
      if (open.isEmpty()) {
        rc.next();
      } else {
        answer(rc, page, open, SHARED);
      }
    });
    router.route(path).handler(keys.handler()).handler(rc -> {
      Tenant named = named(rc.pathParam(TenantHandler.PARAMETER));
      if (named != null && named.config().isPublic() && rc.get(Principal.KEY) != null) {
        answer(rc, page, List.of(named), OWN);
      } else {
        guard.handle(rc);
      }
    }).handler(rc -> answer(rc, page, known(rc, rc.get(TenantHandler.KEY)), OWN));
  }

  private @Nullable Tenant named(@Nullable String name) {
    return name == null ? null : tenants.find(name);
  }

  /** What a caller with a key may know of besides its own tenant: in the registry of the whole host also what is for everybody. */
  private List<Tenant> known(RoutingContext rc, Tenant own) {
    return rc.normalizedPath().startsWith(REGISTRY)
        ? tenants.all().stream().filter(tenant -> tenant.config().isPublic() || tenant.name().equals(own.name())).toList()
        : List.of(own);
  }

  private void answer(RoutingContext rc, Page page, List<Tenant> known, String caching) {
    if (isRead(rc.request().method())) {
      send(rc, page, known, caching);
    } else {
      Reply.send(rc.response(), Reply.refusal(405, "This path takes GET.", Map.of("Allow", "GET, HEAD")));
    }
  }

  private static boolean isRead(HttpMethod method) {
    return method == HttpMethod.GET || method == HttpMethod.HEAD;
  }

  /** Whether a browser asks what a page may do at these paths. */
  boolean isPreflight(RoutingContext rc) {
    return rc.request().method() == HttpMethod.OPTIONS && PATHS.matcher(rc.normalizedPath()).matches();
  }

  /** Whether web pages of any origin may have what a request asks for: it is here for everybody, and the request has no credential. */
  boolean isOpen(RoutingContext rc) {
    HttpMethod method = rc.request().method();
    Matcher path = PATHS.matcher(rc.normalizedPath());
    return (isRead(method) || method == HttpMethod.OPTIONS) && path.matches() && !open(rc, path.group(1)).isEmpty();
  }

  /** The tenants that are for everybody, of those that the path is about; none for a request with a credential, which is to be checked. */
  private List<Tenant> open(RoutingContext rc, @Nullable String named) {
    if (rc.request().headers().contains(HttpHeaders.AUTHORIZATION) || rc.request().headers().contains("X-API-Key")) {
      return List.of();
    }
    String asked = named == null && rc.normalizedPath().startsWith(CARD) ? urls.only() : named;
    Stream<Tenant> about = asked == null
        ? rc.normalizedPath().startsWith(REGISTRY) ? tenants.all().stream() : Stream.of()
        : Stream.ofNullable(tenants.find(asked));
    return about.filter(tenant -> tenant.config().isPublic()).toList();
  }

  private void send(RoutingContext rc, Page page, List<Tenant> known, String caching) {
    JsonNode found = page.of(rc, known, urls.base(rc.request(), prefix.of(rc.request())));
    HttpServerResponse response = rc.response();
    response.headers().add(HttpHeaders.VARY, CREDENTIALS);
    allowPages(response);
    if (found == null) {
      Reply.send(response, new Answer(404, Map.of("Cache-Control", "no-store"), () -> Json.object().put("error", "Server not found")));
      return;
    }
    Buffer body = Json.write(found);
    String tag = '"' + Sha256.hex(body.toString()).substring(0, 32) + '"';
    response.putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, caching);
    if (isKnown(rc.request().headers().getAll(HttpHeaders.IF_NONE_MATCH), tag)) {
      response.setStatusCode(304).end();
    } else {
      String type = rc.normalizedPath().contains(REGISTRY) ? "application/json" : CARD_TYPE;
      response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
    }
  }

  /** As the extension and the registry's readers ask for it. A key is in no cookie, so that a page has none but its own. */
  private static void allowPages(HttpServerResponse response) {
    response.putHeader("Access-Control-Allow-Origin", "*")
        .putHeader("Access-Control-Allow-Methods", "GET, OPTIONS")
        .putHeader("Access-Control-Allow-Headers", "Authorization, X-API-Key, Content-Type, If-None-Match")
        .putHeader("Access-Control-Expose-Headers", "ETag");
  }

  /** RFC 9110, section 13.1.2. */
  private static boolean isKnown(List<String> tags, String tag) {
    return Stream.of(String.join(",", tags).split(",")).map(String::strip)
        .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
  }
}
