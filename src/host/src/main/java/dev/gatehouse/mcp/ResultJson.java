package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.CompletionResult;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.PromptResult;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.feature.ResourceResult;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.ResourceContents;
import dev.gatehouse.spi.ResourceLink;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.TextResourceContents;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Results in the fullest form that any revision has. A wire adds its marks, or takes away what its revision does not know. */
public final class ResultJson {

  private ResultJson() {
  }

  /** Any result. */
  public static ObjectNode of(McpResult result) {
    if (result instanceof McpResult.ToolAnswer answer) {
      return tool(answer.result());
    }
    if (result instanceof McpResult.ToolList list) {
      return list("tools", list.tools(), ResultJson::tool, list.next());
    }
    if (result instanceof McpResult.PromptList list) {
      return list("prompts", list.prompts(), ResultJson::prompt, list.next());
    }
    if (result instanceof McpResult.ResourceList list) {
      return list("resources", list.resources(), info -> resource(info, "uri"), list.next());
    }
    if (result instanceof McpResult.TemplateList list) {
      return list("resourceTemplates", list.templates(), info -> resource(info, "uriTemplate"), list.next());
    }
    if (result instanceof McpResult.PromptAnswer answer) {
      return prompt(answer.result());
    }
    return result instanceof McpResult.ResourceAnswer answer
        ? contents(answer.result())
        : completion(((McpResult.CompletionAnswer) result).result());
  }

  /** About how long a tool is in a list, in bytes. */
  static long size(ToolInfo info) {
    return JsonSize.of(tool(info));
  }

  /** The same of a prompt. */
  static long size(PromptInfo info) {
    return JsonSize.of(prompt(info));
  }

  /** The same of a resource or a resource template. */
  static long size(ResourceInfo info) {
    return JsonSize.of(resource(info, "uriTemplate"));
  }

  private static <T> ObjectNode list(String name, List<T> items, Function<T, ObjectNode> form, String next) {
    ObjectNode json = Json.object();
    ArrayNode array = json.putArray(name);
    items.forEach(item -> array.add(form.apply(item)));
    putText(json, "nextCursor", next);
    return json;
  }

  private static ObjectNode prompt(PromptInfo info) {
    ObjectNode json = Json.object().put("name", info.name());
    putText(json, "title", info.title());
    json.put("description", info.description());
    ArrayNode arguments = json.putArray("arguments");
    info.arguments().forEach(argument -> {
      ObjectNode one = arguments.addObject().put("name", argument.name());
      putText(one, "title", argument.title());
      one.put("description", argument.description()).put("required", argument.required());
    });
    put(json, "_meta", info.meta());
    return json;
  }

  private static ObjectNode prompt(PromptResult result) {
    ObjectNode json = Json.object();
    putText(json, "description", result.description());
    ArrayNode messages = json.putArray("messages");
    result.messages().forEach(message -> messages.addObject()
        .put("role", message.role().name().toLowerCase(Locale.ROOT))
        .set("content", block(message.content())));
    return json;
  }

  private static ObjectNode resource(ResourceInfo info, String uri) {
    ObjectNode json = Json.object().put(uri, info.uri().text()).put("name", info.name());
    putText(json, "title", info.title());
    putText(json, "description", info.description());
    putText(json, "mimeType", info.mimeType());
    if (info.size() != null) {
      json.put("size", info.size());
    }
    put(json, "annotations", info.annotations());
    put(json, "_meta", info.meta());
    return json;
  }

  private static ObjectNode contents(ResourceResult result) {
    ObjectNode json = Json.object();
    ArrayNode contents = json.putArray("contents");
    result.contents().forEach(one -> contents.add(contents(one)));
    return json;
  }

  private static ObjectNode completion(CompletionResult result) {
    ObjectNode json = Json.object();
    ObjectNode completion = json.putObject("completion");
    ArrayNode values = completion.putArray("values");
    result.values().forEach(values::add);
    if (result.total() != null) {
      completion.put("total", result.total());
    }
    completion.put("hasMore", result.hasMore());
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
