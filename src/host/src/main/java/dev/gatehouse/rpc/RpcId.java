package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;

/**
 * A request's id: a string or an integer, kept in the JSON type it came in, since it must go back so.
 *
 * @param json the textual or integral JSON value
 */
public record RpcId(JsonNode json) {

  /** Refuses what JSON-RPC 2.0 section 4 and MCP do not allow as an id. */
  public RpcId {
    if (!isValid(json)) {
      throw new IllegalArgumentException("an id is a string or an integer");
    }
    // Jackson's 1 as an int and 1 as a long are not equal; as ids they are.
    json = json.canConvertToLong() && json.isIntegralNumber() ? LongNode.valueOf(json.longValue()) : json;
  }

  static boolean isValid(JsonNode json) {
    return json != null && (json.isTextual() || json.isIntegralNumber());
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
