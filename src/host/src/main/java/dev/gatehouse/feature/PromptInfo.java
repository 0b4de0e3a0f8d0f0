package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.NameKind;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of a prompt (MCP {@code Prompt}).
 *
 * @param name 1 to 128 of {@code A-Z a-z 0-9 _ - .}
 * @param title a name for people, or null
 * @param description what it is for, never null, possibly empty
 * @param arguments in order
 * @param meta MCP {@code _meta} of the listing, or null
 */
public record PromptInfo(String name, @Nullable String title, String description, List<Argument> arguments, @Nullable ObjectNode meta)
    implements Info {

  /** Refuses a name that no pattern could name; copies the arguments. */
  public PromptInfo {
    NameKind.PROMPT.requireName(Objects.requireNonNull(name, "name"));
    Objects.requireNonNull(description, "description");
    arguments = List.copyOf(arguments);
  }

  @Override
  public Key key() {
    return Key.prompt(name);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = Json.object().put("name", name);
    ContentJson.put(json, "title", title);
    json.put("description", description).set("arguments", ContentJson.array(arguments, Argument::json));
    ContentJson.put(json, "_meta", meta);
    return json;
  }

  /**
   * One argument; its values are strings.
   *
   * @param name its name
   * @param title a name for people, or null
   * @param description what it means, possibly empty
   * @param required whether it must be given
   */
  public record Argument(String name, @Nullable String title, String description, boolean required) {

    /** Refuses null. */
    public Argument {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(description, "description");
    }

    private ObjectNode json() {
      ObjectNode json = Json.object().put("name", name);
      ContentJson.put(json, "title", title);
      return json.put("description", description).put("required", required);
    }
  }
}
