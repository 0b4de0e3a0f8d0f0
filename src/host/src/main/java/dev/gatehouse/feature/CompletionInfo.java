package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.Objects;

/**
 * The reference of a completion: one argument of a prompt, or one variable of a resource template. MCP does not list completions.
 *
 * @param of the prompt's name or the URI template; a URI has a colon, and a name has none
 * @param argument the argument or variable
 */
public record CompletionInfo(String of, String argument) implements Info {

  /** Refuses null. */
  public CompletionInfo {
    Objects.requireNonNull(of, "of");
    Objects.requireNonNull(argument, "argument");
  }

  @Override
  public Key key() {
    return Key.completion(of, argument);
  }

  @Override
  public ObjectNode json() {
    return Json.object();
  }
}
