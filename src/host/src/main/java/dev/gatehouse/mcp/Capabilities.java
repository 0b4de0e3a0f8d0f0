package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.tenant.Tenant;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a tenant serves at this moment; what is not among it is advertised by no wire and answered by no method. Tools are always
 * served, since they may come at any time, and logging is the host's own.
 *
 * @param prompts whether there are prompts
 * @param resources whether there are resources or resource templates
 * @param completions whether anything can be completed
 */
public record Capabilities(boolean prompts, boolean resources, boolean completions) {

  /** Which methods are served when, by what their names begin with. */
  private static final Map<String, Predicate<Capabilities>> KINDS = Map.of(
      "tools", served -> true,
      "prompts", Capabilities::prompts,
      "resources", Capabilities::resources,
      "completion", Capabilities::completions);

  /** What the tenant's catalogue holds, whoever may use it. */
  public static Capabilities of(Tenant tenant) {
    Catalogue catalogue = tenant.catalogue();
    return new Capabilities(!catalogue.prompts().isEmpty(),
        !catalogue.resources().isEmpty() || !catalogue.templates().isEmpty(), catalogue.completes());
  }

  /** As MCP {@code ServerCapabilities}, in the form that a revision knows. */
  ObjectNode json(Revision revision) {
    ObjectNode json = Json.object();
    json.putObject("tools").put("listChanged", true);
    if (prompts) {
      json.putObject("prompts").put("listChanged", true);
    }
    if (resources) {
      json.putObject("resources").put("subscribe", true).put("listChanged", true);
    }
    if (completions && revision.since(Revision.V2025_03_26)) {
      json.putObject("completions");
    }
    json.putObject("logging");
    return json;
  }

  /**
   * Refuses a method of a kind that is not served.
   *
   * @throws IllegalArgumentException when the method is of no known kind
   */
  static McpMethod guarded(String method, McpMethod body) {
    String kind = method.split("/", 2)[0];
    Predicate<Capabilities> served = KINDS.get(kind);
    if (served == null) {
      throw new IllegalArgumentException("the method '" + method + "' begins with none of " + KINDS.keySet());
    }
    return kind.equals("tools") ? body : call -> {
      if (!served.test(of(call.tenant()))) {
        throw new McpException(404, RpcError.METHOD_NOT_FOUND, "Method not found: '" + method + "', for nothing here has " + kind, null);
      }
      return body.handle(call);
    };
  }
}
