package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of a resource or a resource template (MCP {@code Resource}, {@code ResourceTemplate}).
 *
 * @param uri its URI, or the URI template
 * @param template how it is found when it is a template, else null
 * @param name its name
 * @param title a name for people, or null
 * @param description what it is, or null
 * @param mimeType its media type, or null
 * @param size in bytes, or null
 * @param annotations MCP {@code Annotations}, or null
 * @param meta MCP {@code _meta} of the listing, or null
 */
public record ResourceInfo(ResourceUri uri, @Nullable UriTemplate template, String name, @Nullable String title,
    @Nullable String description, @Nullable String mimeType, @Nullable Long size, @Nullable ObjectNode annotations,
    @Nullable ObjectNode meta) implements Info {

  /** Refuses a null name and a null URI. */
  public ResourceInfo {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(name, "name");
  }

  @Override
  public Key key() {
    return template == null ? Key.resource(uri) : Key.template(uri);
  }

  /** The names of the template's variables, in order; none without a template. */
  public List<String> variables() {
    return template == null ? List.of() : template.variables();
  }

  /** A pattern that matches every URI that it serves, {@code *} in the place of each variable. */
  String anyUri() {
    return template == null ? uri.text() : template.anyUri();
  }

  /**
   * What the variables stand for in a URI; none without a template.
   *
   * @return null when the URI is not one of the template's
   */
  public @Nullable Map<String, String> variables(ResourceUri resource) {
    return template == null ? Map.of() : template.match(resource);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = Json.object().put(template == null ? "uri" : "uriTemplate", uri.text()).put("name", name);
    ContentJson.put(json, "title", title);
    ContentJson.put(json, "description", description);
    ContentJson.put(json, "mimeType", mimeType);
    if (size != null) {
      json.put("size", size);
    }
    ContentJson.put(json, "annotations", annotations);
    ContentJson.put(json, "_meta", meta);
    return json;
  }
}
