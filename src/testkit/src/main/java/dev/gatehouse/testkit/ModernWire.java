package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The wire of 2026-07-28: no session; a question ends a round, and the next one brings its answer. */
final class ModernWire implements Wire {

  static final String REVISION = "2026-07-28";

  private static final int MOST_ROUNDS = 20;
  private static final String META = "io.modelcontextprotocol/";

  private final Route route;
  private final Answers answers;
  private final Conversation conversation;
  private int lastId;

  ModernWire(Route route, Answers answers, Conversation conversation) {
    this.route = route;
    this.answers = answers;
    this.conversation = conversation;
  }

  @Override
  public JsonNode request(String method, ObjectNode params, Map<String, String> headers) {
    ObjectNode round = params.deepCopy();
    for (int i = 0; i < MOST_ROUNDS; i++) {
      JsonNode response = round(method, round, headers);
      JsonNode result = response.path("result");
      if (!result.path("resultType").asText().equals("input_required")) {
        return response;
      }
      round = params.deepCopy();
      round.set("inputResponses", answer(result.path("inputRequests")));
      if (result.has("requestState")) {
        round.set("requestState", result.get("requestState"));
      }
    }
    throw new AssertionError("the plugin still asks after " + MOST_ROUNDS + " rounds: " + conversation.questions());
  }

  private JsonNode round(String method, ObjectNode params, Map<String, String> headers) {
    int id = ++lastId;
    ObjectNode meta = params.putObject("_meta")
        .put(META + "protocolVersion", REVISION)
        .put(META + "logLevel", "debug")
        .put("progressToken", id);
    meta.set(META + "clientInfo", CLIENT);
    meta.set(META + "clientCapabilities", answers.capabilities());
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("MCP-Protocol-Version", REVISION);
    all.put("Mcp-Method", method);
    try (Exchange exchange = route.send("POST", Wire.rpc(id, method, params), all)) {
      for (JsonNode message = exchange.next(route.untilNanos()); message != null; message = exchange.next(route.untilNanos())) {
        if (!message.has("method")) {
          return message;
        }
        conversation.notified(message);
      }
      throw new AssertionError("HTTP " + exchange.status() + " without an answer");
    }
  }

  private ObjectNode answer(JsonNode questions) {
    ObjectNode responses = Json.object();
    questions.properties().forEach(question -> {
      String method = question.getValue().path("method").asText();
      JsonNode params = question.getValue().path("params");
      conversation.asked(method, params);
      responses.set(question.getKey(), answers.to(question.getKey(), method, params));
    });
    return responses;
  }

  @Override
  public void close() {
    // There is nothing to end.
  }
}
