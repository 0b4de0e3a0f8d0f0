package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;

/**
 * An answer to a question that a plugin will ask.
 *
 * @param question the question's key
 * @param method the method of the protocol that asks it
 * @param result the answer
 */
record Prepared(String question, String method, JsonNode result) {

  static final String ELICIT = "elicitation/create";
  static final String SAMPLE = "sampling/createMessage";
  static final String ROOTS = "roots/list";

  static Prepared accepted(String question, Map<String, ?> content) {
    return new Prepared(question, ELICIT, Json.object().put("action", "accept").set("content", Json.of(content)));
  }

  static Prepared declined(String question) {
    return new Prepared(question, ELICIT, Json.object().put("action", "decline"));
  }

  static Prepared cancelled(String question) {
    return new Prepared(question, ELICIT, Json.object().put("action", "cancel"));
  }

  static Prepared sampled(String question, String text) {
    ObjectNode result = Json.object().put("role", "assistant").put("model", "test").put("stopReason", "endTurn");
    result.putObject("content").put("type", "text").put("text", text);
    return new Prepared(question, SAMPLE, result);
  }

  static Prepared rooted(String question, String... uris) {
    ObjectNode result = Json.object();
    Arrays.stream(uris).forEach(uri -> result.withArrayProperty("roots").addObject().put("uri", uri));
    result.withArrayProperty("roots");
    return new Prepared(question, ROOTS, result);
  }

  /** The answer as it is sent: whoever is sent to a page says nothing but yes. */
  JsonNode to(JsonNode params) {
    boolean visit = params.path("mode").asText().equals("url");
    return visit ? ((ObjectNode) result.deepCopy()).without("content") : result;
  }
}
