package dev.gatehouse.bench.fuzz;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** Whether a text is JSON-RPC 2.0 as a host may send it. */
final class RpcShape {

  private static final ObjectMapper STRICT = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Set<String> RESPONSE = Set.of("jsonrpc", "id", "result");
  private static final Set<String> FAILURE = Set.of("jsonrpc", "id", "error");
  private static final Set<String> ASKING = Set.of("jsonrpc", "id", "method", "params");
  private static final Set<String> ERROR = Set.of("code", "message", "data");

  private RpcShape() {
  }

  /**
   * Reads one message, or a batch.
   *
   * @throws IllegalArgumentException when it is none, saying why
   */
  static JsonNode read(String text) {
    JsonNode json;
    try {
      json = STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    if (json.isArray() && !json.isEmpty()) {
      json.forEach(RpcShape::check);
    } else {
      check(json);
    }
    return json;
  }

  private static void check(JsonNode json) {
    require(json.isObject(), "no object");
    require("2.0".equals(json.path("jsonrpc").textValue()), "'jsonrpc' is not \"2.0\"");
    JsonNode id = json.get("id");
    require(id == null || id.isNull() || id.isTextual() || id.isIntegralNumber(), "an 'id' that is none");
    if (json.has("method")) {
      only(json, ASKING);
      require(json.get("method").isTextual(), "a 'method' that is no text");
      require(!json.has("params") || json.get("params").isObject(), "'params' that are no object");
    } else if (json.has("result")) {
      only(json, RESPONSE);
      require(id != null && !id.isNull(), "a result without an 'id'");
      require(json.get("result").isObject(), "a 'result' that is no object");
    } else {
      only(json, FAILURE);
      error(json.path("error"));
    }
  }

  private static void error(JsonNode error) {
    require(error.isObject(), "neither method nor result nor error");
    only(error, ERROR);
    require(error.path("code").isInt(), "an error whose 'code' is no integer");
    require(error.path("message").isTextual() && !error.path("message").textValue().isBlank(), "an error without a 'message'");
  }

  private static void only(JsonNode json, Set<String> names) {
    Set<String> more = new HashSet<>();
    for (Iterator<String> all = json.fieldNames(); all.hasNext();) {
      more.add(all.next());
    }
    more.removeAll(names);
    require(more.isEmpty(), "members that do not belong there: " + more);
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
