package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Converts JSON trees to JSON-RPC messages and back. */
public final class RpcCodec {

  private static final String JSONRPC = "jsonrpc";
  private static final String VERSION = "2.0";

  private static final byte[] ID = JsonWriter.encode("{\"jsonrpc\":\"2.0\",\"id\":");
  private static final byte[] RESULT = JsonWriter.encode(",\"result\":{");

  private RpcCodec() {
  }

  /**
   * Reads one message.
   *
   * @throws RpcException {@link RpcError#INVALID_REQUEST}, naming the member that is wrong
   */
  public static RpcMessage read(JsonNode json) {
    if (!(json instanceof ObjectNode message)) {
      throw invalid("a message is a JSON object");
    }
    if (!VERSION.equals(message.path(JSONRPC).textValue())) {
      throw invalid("'jsonrpc' must be \"2.0\"");
    }
    if (message.has("method")) {
      return call(message);
    }
    if (message.has("result") != message.has("error")) {
      return response(message);
    }
    throw invalid("'method' is missing");
  }

  private static RpcMessage call(ObjectNode message) {
    String method = message.get("method").textValue();
    if (method == null) {
      throw invalid("'method' must be a string");
    }
    ObjectNode named = Json.objectOrNull(message.get("params"));
    if (named == null) {
      throw invalid("'params' must be an object");
    }
    return message.has("id")
        ? new RpcRequest(id(message), method, named)
        : new RpcNotification(method, named);
  }

  private static RpcResponse response(ObjectNode message) {
    RpcId id = id(message);
    if (message.has("result")) {
      return RpcResponse.of(id, message.get("result"));
    }
    JsonNode error = message.get("error");
    if (!error.path("code").canConvertToInt() || !error.path("message").isTextual()) {
      throw invalid("'error' must have an integer 'code' and a string 'message'");
    }
    return RpcResponse.of(id, new RpcError(error.get("code").intValue(), error.get("message").textValue(), error.get("data")));
  }

  private static RpcId id(ObjectNode message) {
    JsonNode id = message.get("id");
    if (id == null || !RpcId.isValid(id)) {
      throw invalid("'id' must be a string or an integer");
    }
    return new RpcId(id);
  }

  /**
   * The id of a message that {@link #read} refused, if it has one that can be sent back.
   *
   * @return the id, or null
   */
  public static @Nullable RpcId idOf(@Nullable JsonNode json) {
    JsonNode id = json == null ? null : json.get("id");
    return id != null && RpcId.isValid(id) ? new RpcId(id) : null;
  }

  /** Whether a client waits for an answer to a document: it is a request, or a batch that holds one. */
  public static boolean holdsRequest(JsonNode json) {
    if (json.isArray()) {
      for (JsonNode member : json) {
        if (holdsRequest(member)) {
          return true;
        }
      }
    }
    return json.has("method") && json.has("id");
  }

  /** Writes one message. An error whose request id is unknown goes without one: MCP's schema forbids null there. */
  public static ObjectNode write(RpcMessage message) {
    ObjectNode json = Json.object().put(JSONRPC, VERSION);
    if (message instanceof RpcRequest request) {
      json.set("id", request.id().json());
      json.put("method", request.method());
      json.set("params", request.params());
    } else if (message instanceof RpcNotification notification) {
      json.put("method", notification.method());
      json.set("params", notification.params());
    } else if (message instanceof RpcResponse response) {
      write(json, response);
    }
    return json;
  }

  /** Begins to write a success without a tree. The members of its result follow, and then two closing braces. */
  public static JsonWriter result(RpcId id) {
    return new JsonWriter().raw(ID).id(id).raw(RESULT);
  }

  private static void write(ObjectNode json, RpcResponse response) {
    if (response.id() != null) {
      json.set("id", response.id().json());
    }
    if (response.error() == null) {
      json.set("result", response.result());
      return;
    }
    RpcError error = response.error();
    ObjectNode body = json.putObject("error").put("code", error.code()).put("message", error.message());
    if (error.data() != null) {
      body.set("data", error.data());
    }
  }

  private static RpcException invalid(String what) {
    return new RpcException(RpcError.INVALID_REQUEST, "Invalid request: " + what);
  }
}
