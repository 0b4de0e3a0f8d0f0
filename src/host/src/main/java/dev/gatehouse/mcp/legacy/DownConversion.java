package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.Json;
import java.util.List;

/** Removes from a result the members that a revision does not define: its clients may reject the whole result for one unknown member. */
final class DownConversion {

  private static final List<String> LISTS = List.of("prompts", "resources", "resourceTemplates");

  private DownConversion() {
  }

  /** Converts a result in place, and returns it. */
  static ObjectNode convert(ObjectNode result, Revision revision) {
    result.path("tools").forEach(tool -> convertTool((ObjectNode) tool, revision));
    for (String list : LISTS) {
      result.path(list).forEach(item -> convertItem((ObjectNode) item, revision));
    }
    result.path("messages").forEach(message -> ((ObjectNode) message).set("content", convertBlock(message.path("content"), revision)));
    if (result.get("content") instanceof ArrayNode content) {
      convertAnswer(result, content, revision);
    }
    return result;
  }

  private static void convertTool(ObjectNode tool, Revision revision) {
    if (!revision.since(Revision.V2025_06_18)) {
      tool.remove("title");
      tool.remove("outputSchema");
      tool.remove("_meta");
    } else if (!"object".equals(tool.path("outputSchema").path("type").textValue())) {
      // Schemas of other values came with 2026-07-28.
      tool.remove("outputSchema");
    }
    if (!revision.since(Revision.V2025_03_26)) {
      tool.remove("annotations");
    }
  }

  /** Converts a prompt, resource or resource template. */
  private static void convertItem(ObjectNode item, Revision revision) {
    if (!revision.since(Revision.V2025_06_18)) {
      item.remove("title");
      item.remove("_meta");
      item.path("arguments").forEach(argument -> ((ObjectNode) argument).remove("title"));
      // A copy, since the catalogue shares the node.
      if (item.get("annotations") instanceof ObjectNode annotations) {
        item.set("annotations", annotations.deepCopy().without("lastModified"));
      }
    }
  }

  private static void convertAnswer(ObjectNode result, ArrayNode content, Revision revision) {
    if (!revision.since(Revision.V2025_06_18) || !result.path("structuredContent").isObject()) {
      result.remove("structuredContent");
    }
    for (int i = 0; i < content.size(); i++) {
      content.set(i, convertBlock(content.get(i), revision));
    }
  }

  /** Replaces a block of a kind that the revision does not define by a text. */
  private static JsonNode convertBlock(JsonNode block, Revision revision) {
    String type = block.path("type").textValue();
    if ("audio".equals(type) && !revision.since(Revision.V2025_03_26)) {
      return text("[audio, " + block.path("mimeType").textValue() + "]");
    }
    if ("resource_link".equals(type) && !revision.since(Revision.V2025_06_18)) {
      return text(block.path("name").textValue() + ": " + block.path("uri").textValue());
    }
    return block;
  }

  private static ObjectNode text(String text) {
    return Json.object().put("type", "text").put("text", text);
  }
}
