package dev.gatehouse.cluster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Info;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.UnlistedInfo;
import dev.gatehouse.feature.UriTemplate;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The descriptions of features as JSON, lossless: the kind, and the list item; of what is not listed, its key. */
public final class InfoForm {

  private InfoForm() {
  }

  /** Writes a description; its trees are shared. */
  public static ObjectNode write(Info info) {
    Key key = info.key();
    ObjectNode json = Json.object().put("kind", key.kind().name());
    if (info instanceof UnlistedInfo) {
      return json.put("name", key.name()).put("argument", key.argument());
    }
    json.set("info", info.json());
    return json;
  }

  /**
   * Reads a description; its trees are shared.
   *
   * @throws IllegalArgumentException in one sentence, when it is none
   */
  public static Info read(JsonNode json) {
    Kind kind = Members.constant(Kind.class, Members.text(json, "kind"));
    return switch (kind) {
      case TOOL -> tool(Members.object(json, "info"));
      case PROMPT -> prompt(Members.object(json, "info"));
      case RESOURCE, TEMPLATE -> resource(kind, Members.object(json, "info"));
      case COMPLETION -> new UnlistedInfo(Key.completion(Members.text(json, "name"), Members.text(json, "argument")));
    };
  }

  private static ToolInfo tool(ObjectNode json) {
    return new ToolInfo(Members.text(json, "name"), title(json), Members.text(json, "description"), Members.object(json, "inputSchema"),
        Members.objectOrNull(json, "outputSchema"), Members.objectOrNull(json, "annotations"), Members.objectOrNull(json, "_meta"));
  }

  private static PromptInfo prompt(ObjectNode json) {
    List<PromptInfo.Argument> arguments = new ArrayList<>();
    json.path("arguments").forEach(argument -> arguments.add(new PromptInfo.Argument(Members.text(argument, "name"), title(argument),
        Members.text(argument, "description"), argument.path("required").booleanValue())));
    return new PromptInfo(Members.text(json, "name"), title(json), Members.text(json, "description"), arguments,
        Members.objectOrNull(json, "_meta"));
  }

  private static ResourceInfo resource(Kind kind, ObjectNode json) {
    UriTemplate template = kind == Kind.TEMPLATE ? UriTemplate.of(Members.text(json, "uriTemplate")) : null;
    ResourceUri uri = kind == Kind.TEMPLATE
        ? ResourceUri.template(Members.text(json, "uriTemplate"))
        : ResourceUri.of(Members.text(json, "uri"));
    JsonNode size = json.path("size");
    return new ResourceInfo(uri, template, Members.text(json, "name"), title(json), Members.textOrNull(json, "description"),
        Members.textOrNull(json, "mimeType"), size.isNumber() ? (Long) size.longValue() : null, Members.objectOrNull(json, "annotations"),
        Members.objectOrNull(json, "_meta"));
  }

  private static @Nullable String title(JsonNode json) {
    return Members.textOrNull(json, "title");
  }

  static List<Info> readAll(JsonNode array) {
    List<Info> infos = new ArrayList<>();
    Objects.requireNonNull(array).forEach(one -> infos.add(read(one)));
    return infos;
  }
}
