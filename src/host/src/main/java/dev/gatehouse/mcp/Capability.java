package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.Tenant;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A capability of the server (MCP {@code ServerCapabilities}) that depends on what a tenant's plugins serve. While a tenant has nothing
 * of the kind, no wire advertises the capability and its methods are not found. Tools are always served, since they may come at any time.
 */
enum Capability {
  /** Tools. */
  TOOLS("tools", tenant -> true, Revision.V2024_11_05, json -> json.put("listChanged", true)),
  /** Prompts. */
  PROMPTS("prompts", tenant -> !tenant.catalogue().all(Kind.PROMPT).isEmpty(), Revision.V2024_11_05, json -> json.put("listChanged", true)),
  /** Resources and resource templates. */
  RESOURCES("resources", tenant -> !tenant.catalogue().all(Kind.RESOURCE).isEmpty() || !tenant.catalogue().all(Kind.TEMPLATE).isEmpty(),
      Revision.V2024_11_05, json -> json.put("subscribe", true).put("listChanged", true)),
  /** Completion of arguments. */
  COMPLETIONS("completions", tenant -> !tenant.catalogue().all(Kind.COMPLETION).isEmpty(), Revision.V2025_03_26, json -> {});

  private final String member;
  private final Predicate<Tenant> served;
  private final Revision since;
  private final Consumer<ObjectNode> details;

  Capability(String member, Predicate<Tenant> served, Revision since, Consumer<ObjectNode> details) {
    this.member = member;
    this.served = served;
    this.since = since;
    this.details = details;
  }

  /** Whether the tenant serves anything of the kind now, whoever may use it. */
  boolean servedBy(Tenant tenant) {
    return served.test(tenant);
  }

  /** What a tenant offers, as MCP {@code ServerCapabilities} in the form of a revision. Logging is the host's own. */
  static ObjectNode json(Tenant tenant, Revision revision) {
    ObjectNode json = Json.object();
    for (Capability capability : values()) {
      if (revision.since(capability.since) && capability.served.test(tenant)) {
        capability.details.accept(json.putObject(capability.member));
      }
    }
    json.putObject("logging");
    return json;
  }
}
