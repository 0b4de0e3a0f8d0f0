package dev.gatehouse.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.Tenant;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tenants as servers of a registry, by the registry API v0.1. Each has one version, which is the latest. There are no dates in it, so
 * {@code updated_since} leaves nothing out; nothing is ever deleted.
 *
 * @see <a href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/api/openapi.yaml">its OpenAPI document</a>
 */
final class RegistryPage {

  private static final int USUAL = 30;
  private static final int MOST = 100;
  private static final String LATEST = "latest";

  private final ServerDescription description;

  RegistryPage(ServerDescription description) {
    this.description = description;
  }

  /** {@code /v0.1/servers}: a page of them in the order of names. */
  JsonNode list(RoutingContext rc, List<Tenant> known, String base) {
    int limit = limit(parameter(rc, "limit"));
    String after = parameter(rc, "cursor");
    String search = parameter(rc, "search").toLowerCase(Locale.ROOT);
    List<Tenant> rest = isServed(parameter(rc, "version")) ? known.stream()
        .filter(tenant -> ServerDescription.name(tenant, base).compareTo(after) > 0
            && ServerDescription.name(tenant, base).toLowerCase(Locale.ROOT).contains(search))
        .limit(limit + 1L).toList() : List.of();
    List<Tenant> page = rest.subList(0, Math.min(limit, rest.size()));
    return list(page, base, rest.size() > limit ? ServerDescription.name(page.get(limit - 1), base) : null);
  }

  private ObjectNode list(List<Tenant> page, String base, @Nullable String next) {
    ObjectNode list = Json.object();
    ArrayNode servers = list.putArray("servers");
    page.forEach(tenant -> servers.add(description.entry(tenant, base)));
    ObjectNode metadata = list.putObject("metadata").put("count", page.size());
    if (next != null) {
      metadata.put("nextCursor", next);
    }
    return list;
  }

  private static String parameter(RoutingContext rc, String name) {
    String value = rc.queryParams().get(name);
    return value == null ? "" : value;
  }

  private static int limit(String text) {
    if (text.isEmpty()) {
      return USUAL;
    }
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
      throw new HttpException(400, "limit must be a number from 1 to " + MOST + ".");
    }
    return Math.min(MOST, Integer.parseInt(text));
  }

  private boolean isServed(String version) {
    return version.isEmpty() || version.equals(LATEST) || version.equals(description.version());
  }

  /** {@code /v0.1/servers/{name}/versions}: the versions of one. */
  @Nullable
  JsonNode versions(RoutingContext rc, List<Tenant> known, String base) {
    Tenant tenant = named(rc, known, base);
    return tenant == null ? null : list(List.of(tenant), base, null);
  }

  /** {@code /v0.1/servers/{name}/versions/{version}}: one version, or the latest. */
  @Nullable
  JsonNode version(RoutingContext rc, List<Tenant> known, String base) {
    Tenant tenant = named(rc, known, base);
    return tenant == null || !isServed(rc.pathParam("version")) ? null : description.entry(tenant, base);
  }

  private static @Nullable Tenant named(RoutingContext rc, List<Tenant> known, String base) {
    String name = rc.pathParam("server");
    return known.stream().filter(tenant -> ServerDescription.name(tenant, base).equals(name)).findFirst().orElse(null);
  }
}
