package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.Map;

/** Reduces a client's capabilities to those that the host uses, so that a session keeps nothing else of them. */
final class ClientCapabilities {

  /** The capabilities that the host uses, each with its sub-capabilities. */
  private static final Map<String, List<String>> USED =
      Map.of("elicitation", List.of("form", "url"), "sampling", List.of("tools", "context"), "roots", List.of());

  private ClientCapabilities() {
  }

  /**
   * The capabilities that the host uses and the revision defines: elicitation came with 2025-06-18, its modes and the tools of sampling
   * with 2025-11-25. In an older revision a member of that name has no defined meaning.
   */
  static ObjectNode used(ObjectNode capabilities, Revision revision) {
    ObjectNode used = Json.object();
    USED.forEach((name, parts) -> {
      JsonNode its = capabilities.path(name);
      if (Json.isObject(its)) {
        ObjectNode kept = used.putObject(name);
        parts.stream().filter(part -> its.has(part) && revision.since(Revision.V2025_11_25)).forEach(kept::putObject);
      }
    });
    return revision.since(Revision.V2025_06_18) ? used : used.without("elicitation");
  }
}
