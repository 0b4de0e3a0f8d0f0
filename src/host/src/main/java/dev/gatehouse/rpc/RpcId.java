package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import org.jspecify.annotations.Nullable;

/**
 * A request's id: a string or an integer, kept in the JSON type it came in, since it must go back so. A number without a
 * fraction is an integer however it is written ({@code 1.0}; JSON Schema 2020-12, section 6.1.1).
 *
 * @param json the textual or integral JSON value
 */
public record RpcId(JsonNode json) {

  /** Refuses what JSON-RPC 2.0 section 4 and MCP do not allow as an id. */
  public RpcId {
    if (!isValid(json)) {
      throw new IllegalArgumentException("an id is a string or an integer");
    }
    json = json.isTextual() || json.isInt() ? json : smallest(json);
  }

  /** Whether a JSON value can be an id; the rule for progress tokens is the same. */
  public static boolean isValid(@Nullable JsonNode json) {
    return json != null && (json.isTextual() || json.isIntegralNumber() || json.isNumber() && json.canConvertToExactIntegral());
  }

  /** As nodes, 1 as an int, as a long and as a decimal are not equal; as ids they are. */
  private static JsonNode smallest(JsonNode number) {
    if (number.canConvertToInt()) {
      return IntNode.valueOf(number.intValue());
    }
    return number.canConvertToLong() ? LongNode.valueOf(number.longValue()) : BigIntegerNode.valueOf(number.bigIntegerValue());
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
