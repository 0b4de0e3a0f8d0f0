package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.Tenant;
import java.util.List;

/**
 * The capabilities of the server (MCP {@code ServerCapabilities}) that depend on what a tenant's plugins serve. While a tenant has nothing
 * of the kind, no wire advertises the capability and its methods are not found. Tools are always served, since they may come at any time.
 */
final class Capabilities {

  private static final List<Kind> KINDS = List.of(Kind.values());

  private Capabilities() {
  }

  /** Whether the tenant serves anything of this capability now, whoever may use it. */
  static boolean served(Kind.Capability capability, Tenant tenant) {
    if (capability.always()) {
      return true;
    }
    for (Kind kind : KINDS) {
      if (kind.capability() == capability && !tenant.catalogue().all(kind).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** What a tenant offers, as MCP {@code ServerCapabilities} in the form of a revision. Logging is the host's own. */
  static ObjectNode json(Tenant tenant, Revision revision) {
    ObjectNode json = Json.object();
    KINDS.stream().map(Kind::capability).distinct()
        .filter(one -> revision.date().compareTo(one.since()) >= 0 && served(one, tenant))
        .forEach(one -> {
          ObjectNode details = json.putObject(one.member());
          one.flags().forEach(flag -> details.put(flag, true));
        });
    json.putObject("logging");
    return json;
  }
}
