package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.Tenant;

/**
 * A capability of the server (MCP {@code ServerCapabilities}) that depends on what a tenant's plugins serve. While a tenant has nothing
 * of the kind, no wire advertises the capability and its methods are not found. Tools are always served, since they may come at any time.
 */
enum Capability {
  /** Tools. */
  TOOLS("tools", Revision.V2024_11_05),
  /** Prompts. */
  PROMPTS("prompts", Revision.V2024_11_05),
  /** Resources and resource templates. */
  RESOURCES("resources", Revision.V2024_11_05),
  /** Completion of arguments. */
  COMPLETIONS("completions", Revision.V2025_03_26);

  private final String member;
  private final Revision since;

  Capability(String member, Revision since) {
    this.member = member;
    this.since = since;
  }

  /** Whether the tenant serves anything of the kind now, whoever may use it. */
  boolean servedBy(Tenant tenant) {
    return switch (this) {
      case TOOLS -> true;
      case PROMPTS -> has(tenant, Kind.PROMPT);
      case RESOURCES -> has(tenant, Kind.RESOURCE) || has(tenant, Kind.TEMPLATE);
      case COMPLETIONS -> has(tenant, Kind.COMPLETION);
    };
  }

  private static boolean has(Tenant tenant, Kind kind) {
    return !tenant.catalogue().all(kind).isEmpty();
  }

  private ObjectNode details() {
    return switch (this) {
      case TOOLS, PROMPTS -> Json.object().put("listChanged", true);
      case RESOURCES -> Json.object().put("subscribe", true).put("listChanged", true);
      case COMPLETIONS -> Json.object();
    };
  }

  /** What a tenant offers, as MCP {@code ServerCapabilities} in the form of a revision. Logging is the host's own. */
  static ObjectNode json(Tenant tenant, Revision revision) {
    ObjectNode json = Json.object();
    for (Capability capability : values()) {
      if (revision.since(capability.since) && capability.servedBy(tenant)) {
        json.set(capability.member, capability.details());
      }
    }
    json.putObject("logging");
    return json;
  }
}
