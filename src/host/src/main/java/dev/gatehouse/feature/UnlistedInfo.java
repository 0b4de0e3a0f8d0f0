package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.Objects;

/**
 * The description of a feature that MCP does not list, such as a completion: what identifies it, and nothing else.
 *
 * @param key identifies it
 */
public record UnlistedInfo(Key key) implements Info {

  /** Refuses null. */
  public UnlistedInfo {
    Objects.requireNonNull(key, "key");
  }

  @Override
  public ObjectNode json() {
    return Json.object();
  }
}
