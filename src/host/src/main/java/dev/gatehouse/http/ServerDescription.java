package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.Tenant;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Describes a tenant as an MCP server, to clients that are not connected yet: as a server card (SEP-2127), and as an entry of a registry
 * (registry API, {@code ServerResponse}). It says where to connect and how; what the tenant offers is listed by the protocol alone.
 */
final class ServerDescription {

  private static final String CARD = "https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json";
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private final ServerIdentity identity;
  private final Challenges challenges;

  ServerDescription(ServerIdentity identity, Challenges challenges) {
    this.identity = identity;
    this.challenges = challenges;
  }

  /** The only version that a server has here: that of the host. */
  String version() {
    return identity.version();
  }

  /**
   * The name of a tenant's server: the host's name from right to left, and the tenant's.
   *
   * @param base what stands before the paths of this host in its clients' URLs
   */
  static String name(Tenant tenant, String base) {
    String host = URI.create(base).getHost();
    return (host == null ? "localhost" : namespace(host)) + '/' + tenant.name();
  }

  /** An address has no parts to turn around; the brackets and colons of IPv6 may not be in a name. */
  private static String namespace(String host) {
    if (ADDRESS.matcher(host).matches()) {
      return host.replaceAll("[\\[\\]]", "").replaceAll("[^a-zA-Z0-9.-]", "-");
    }
    List<String> labels = new ArrayList<>(List.of(host.split("\\.")));
    Collections.reverse(labels);
    return String.join(".", labels);
  }

  /** The server card. */
  ObjectNode card(Tenant tenant, String base) {
    ObjectNode card = Json.object().put("$schema", CARD);
    card.setAll(server(tenant, base));
    return card;
  }

  /** The entry of a registry. It names no schema: clients take the entries of one version alone, each another. */
  ObjectNode entry(Tenant tenant, String base) {
    ObjectNode entry = Json.object();
    entry.set("server", server(tenant, base));
    entry.putObject("_meta").putObject("io.modelcontextprotocol.registry/official").put("status", "active").put("isLatest", true);
    return entry;
  }

  private ObjectNode server(Tenant tenant, String base) {
    ObjectNode server = Json.object()
        .put("name", name(tenant, base))
        .put("title", tenant.name())
        .put("description", "Tools of " + tenant.name() + ", served by Gatehouse.")
        .put("version", version());
    server.putArray("remotes")
        .add(remote("streamable-http", base + CanonicalUrls.pathOf(tenant.name()), tenant, Revision.dates()))
        .add(remote("sse", base + "/t/" + tenant.name() + "/sse", tenant, List.of(Revision.V2024_11_05.date())));
    return server;
  }

  private ObjectNode remote(String type, String url, Tenant tenant, List<String> revisions) {
    ObjectNode remote = Json.object().put("type", type).put("url", url);
    boolean required = tenant.config().anonymous() == null && challenges.servers(tenant.name()).isEmpty();
    ObjectNode header = remote.putArray("headers").addObject()
        .put("name", "Authorization")
        .put("description", "An API key of this server.")
        .put("isRequired", required)
        .put("isSecret", true)
        .put("value", "Bearer {api_key}");
    header.putObject("variables").putObject("api_key")
        .put("description", "The API key, which begins with gth_.")
        .put("isRequired", required)
        .put("isSecret", true);
    revisions.forEach(remote.putArray("supportedProtocolVersions")::add);
    return remote;
  }
}
