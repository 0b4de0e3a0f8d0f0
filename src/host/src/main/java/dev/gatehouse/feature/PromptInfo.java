package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.NameKind;
import java.util.List;
import java.util.Objects;

/**
 * What the host tells about a prompt (MCP {@code Prompt}).
 *
 * @param name 1 to 128 of {@code A-Z a-z 0-9 _ - .}
 * @param title a name for people, or null
 * @param description what it is for, never null, possibly empty
 * @param arguments in order
 * @param meta MCP {@code _meta} of the listing, or null
 */
public record PromptInfo(String name, String title, String description, List<Argument> arguments, ObjectNode meta) {

  /** Refuses a name that no pattern could name; copies the arguments. */
  public PromptInfo {
    NameKind.PROMPT.requireName(Objects.requireNonNull(name, "name"));
    Objects.requireNonNull(description, "description");
    arguments = List.copyOf(arguments);
  }

  /**
   * One argument; its values are strings.
   *
   * @param name its name
   * @param title a name for people, or null
   * @param description what it means, possibly empty
   * @param required whether it must be given
   */
  public record Argument(String name, String title, String description, boolean required) {

    /** Refuses null. */
    public Argument {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(description, "description");
    }
  }
}
