package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.ResourceContents;
import dev.gatehouse.spi.ResourceLink;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.TextResourceContents;
import dev.gatehouse.tool.ToolInfo;
import dev.gatehouse.tool.ToolResult;

/** Results in the fullest form that any revision has. A wire adds its marks, or takes away what its revision does not know. */
public final class ResultJson {

  private ResultJson() {
  }

  /** Any result. */
  public static ObjectNode of(McpResult result) {
    if (result instanceof McpResult.ToolList list) {
      return tools(list);
    }
    return tool(((McpResult.ToolAnswer) result).result());
  }

  private static ObjectNode tools(McpResult.ToolList list) {
    ObjectNode json = Json.object();
    ArrayNode tools = json.putArray("tools");
    list.tools().forEach(info -> tools.add(tool(info)));
    return json;
  }

  private static ObjectNode tool(ToolInfo info) {
    ObjectNode json = Json.object().put("name", info.name());
    putText(json, "title", info.title());
    json.put("description", info.description());
    json.set("inputSchema", info.inputSchema());
    put(json, "outputSchema", info.outputSchema());
    put(json, "annotations", info.annotations());
    put(json, "_meta", info.meta());
    return json;
  }

  private static ObjectNode tool(ToolResult result) {
    ObjectNode json = Json.object();
    ArrayNode content = json.putArray("content");
    for (Content block : result.content()) {
      content.add(block(block));
    }
    if (result.structuredContent() != null) {
      json.set("structuredContent", result.structuredContent());
    }
    if (result.isError()) {
      json.put("isError", true);
    }
    return json;
  }

  private static ObjectNode block(Content block) {
    if (block instanceof TextContent text) {
      return Json.object().put("type", "text").put("text", text.text());
    }
    if (block instanceof ImageContent image) {
      return Json.object().put("type", "image").put("data", image.data()).put("mimeType", image.mimeType());
    }
    if (block instanceof AudioContent audio) {
      return Json.object().put("type", "audio").put("data", audio.data()).put("mimeType", audio.mimeType());
    }
    if (block instanceof ResourceLink link) {
      return link(link);
    }
    ObjectNode json = Json.object().put("type", "resource");
    json.set("resource", contents(((EmbeddedResource) block).resource()));
    return json;
  }

  private static ObjectNode link(ResourceLink link) {
    ObjectNode json = Json.object().put("type", "resource_link").put("uri", link.uri()).put("name", link.name());
    putText(json, "title", link.title());
    putText(json, "description", link.description());
    putText(json, "mimeType", link.mimeType());
    return json;
  }

  private static ObjectNode contents(ResourceContents contents) {
    ObjectNode json = Json.object().put("uri", contents.uri());
    putText(json, "mimeType", contents.mimeType());
    return contents instanceof TextResourceContents text
        ? json.put("text", text.text())
        : json.put("blob", ((BlobResourceContents) contents).blob());
  }

  private static void putText(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void put(ObjectNode json, String name, ObjectNode value) {
    if (value != null) {
      json.set(name, value);
    }
  }
}
