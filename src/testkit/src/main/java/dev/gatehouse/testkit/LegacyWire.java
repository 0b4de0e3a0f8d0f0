package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The wires up to 2025-11-25: a session, in which a question is a request to the client. */
final class LegacyWire implements Wire {

  private static final String SESSION = "Mcp-Session-Id";

  private final Route route;
  private final Answers answers;
  private final Conversation conversation;
  private final Map<String, String> session = new LinkedHashMap<>();
  private int lastId;

  /** Opens a session. */
  LegacyWire(String revision, Route route, Answers answers, Conversation conversation) {
    this.route = route;
    this.answers = answers;
    this.conversation = conversation;
    ObjectNode hello = Json.object().put("protocolVersion", revision);
    hello.set("capabilities", answers.capabilities());
    hello.set("clientInfo", CLIENT);
    JsonNode welcome = handshake(hello);
    if (!welcome.at("/result/protocolVersion").asText().equals(revision)) {
      throw new AssertionError("the host does not speak " + revision + ": " + welcome);
    }
    session.put("MCP-Protocol-Version", revision);
    post(Json.object().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    if (welcome.at("/result/capabilities").has("logging")) {
      request("logging/setLevel", Json.object().put("level", "debug"), Map.of());
    }
  }

  private JsonNode handshake(ObjectNode hello) {
    try (Exchange exchange = route.send("POST", Wire.rpc(++lastId, "initialize", hello), Map.of())) {
      JsonNode welcome = exchange.next(route.untilNanos());
      if (welcome == null || exchange.header(SESSION) == null) {
        throw new AssertionError("the host opens no session: HTTP " + exchange.status() + " " + welcome);
      }
      session.put(SESSION, Objects.requireNonNull(exchange.header(SESSION), "the host opened no session"));
      return welcome;
    }
  }

  @Override
  public JsonNode request(String method, ObjectNode params, Map<String, String> headers) {
    int id = ++lastId;
    ObjectNode told = params.deepCopy();
    told.putObject("_meta").put("progressToken", id);
    Exchange exchange = route.send("POST", Wire.rpc(id, method, told), session);
    while (true) {
      try (Exchange open = exchange) {
        JsonNode response = response(open);
        if (response != null) {
          return response;
        }
        String lastEvent = open.lastEvent();
        if (lastEvent == null) {
          throw new AssertionError("HTTP " + open.status() + " without an answer");
        }
        exchange = resume(lastEvent);
      }
    }
  }

  /** A call may let its client go, to come back for the rest. */
  private Exchange resume(String lastEvent) {
    Map<String, String> headers = new LinkedHashMap<>(session);
    headers.put("Last-Event-ID", lastEvent);
    return route.send("GET", null, headers);
  }

  /** The response, or null when the stream ended before. */
  private @Nullable JsonNode response(Exchange exchange) {
    for (JsonNode message = exchange.next(route.untilNanos()); message != null; message = exchange.next(route.untilNanos())) {
      if (!message.has("method")) {
        return message;
      }
      if (message.has("id")) {
        answer(message);
      } else {
        conversation.notified(message);
      }
    }
    return null;
  }

  private void answer(JsonNode question) {
    String method = question.path("method").asText();
    JsonNode params = question.path("params");
    conversation.asked(method, params);
    ObjectNode response = Json.object().put("jsonrpc", "2.0");
    response.set("id", question.get("id"));
    post(response.set("result", answers.next(method, params)));
  }

  /** Sends what wants no response. */
  private void post(JsonNode message) {
    try (Exchange exchange = route.send("POST", message, session)) {
      JsonNode refusal = exchange.next(route.untilNanos());
      if (refusal != null) {
        throw new AssertionError("the host did not take " + message + ": " + refusal);
      }
    }
  }

  @Override
  public void close() {
    try (Exchange exchange = route.send("DELETE", null, session)) {
      exchange.next(route.untilNanos());
    }
  }
}
