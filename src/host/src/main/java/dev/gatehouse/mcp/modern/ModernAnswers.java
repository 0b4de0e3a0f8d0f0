package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.McpResult;
import dev.gatehouse.mcp.Method;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonWriter;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcResponse;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form of answers in 2026-07-28: results say their type, how long they keep and who gives them; errors have an HTTP status. */
final class ModernAnswers {

  private static final String SERVER_INFO_KEY = "io.modelcontextprotocol/serverInfo";
  private static final String TYPE = "resultType";
  private static final String COMPLETE = "complete";

  private final ServerIdentity identity;
  /** What a tool's result ends with, and the response with it. */
  private final byte[] end;

  /**
   * The form of this host's answers.
   *
   * @param identity who answers
   */
  ModernAnswers(ServerIdentity identity) {
    this.identity = identity;
    // Without the brace that begins it: it goes on after the members of a result.
    String marks = Json.write(signed(Json.object().put(TYPE, COMPLETE))).toString().substring(1);
    this.end = JsonWriter.encode("," + marks + "}");
  }

  /** The result of a common method. */
  Answer complete(RpcId id, Method method, McpResult result) {
    ToolResult tool = result.tool();
    return tool == null || method.cacheable() ? complete(id, method, result.json())
        : new Answer(200, Map.of(), new ToolAnswer(this, id, tool));
  }

  /** The result of a method. */
  Answer complete(RpcId id, Method method, ObjectNode result) {
    result.put(TYPE, COMPLETE);
    if (method.cacheable()) {
      // What a list holds depends on the key, and may change at any moment.
      result.put("ttlMs", 0).put("cacheScope", "private");
    }
    return answer(id, result);
  }

  /**
   * The client has to answer something first (specification 2026-07-28, multi-round requests).
   *
   * @param questions what is asked
   * @param state what the client sends back with the answers, or null for nothing
   */
  Answer inputRequired(RpcId id, ObjectNode questions, @Nullable String state) {
    ObjectNode result = Json.object().put(TYPE, "input_required");
    result.set("inputRequests", questions);
    if (state != null) {
      result.put("requestState", state);
    }
    return answer(id, result);
  }

  private Answer answer(RpcId id, ObjectNode result) {
    return Answer.ok(RpcCodec.write(RpcResponse.of(id, signed(result))));
  }

  private ObjectNode signed(ObjectNode result) {
    result.withObjectProperty(ModernWire.META).set(SERVER_INFO_KEY, identity.json());
    return result;
  }

  /** An error; of a request whose id was not read without one. */
  static Answer failure(@Nullable RpcId id, Throwable failure) {
    McpException refusal = McpErrors.of(failure);
    JsonNode json = RpcCodec.write(RpcResponse.of(id, refusal.error()));
    return new Answer(refusal.status(), refusal.headers(), () -> json);
  }

  /** What a tool answered. It is written without a tree, which would cost a short answer more than all the rest of it. */
  private record ToolAnswer(ModernAnswers form, RpcId id, ToolResult result) implements Answer.Body {

    @Override
    public JsonNode json() {
      return RpcCodec.write(RpcResponse.of(id, form.signed(result.json().put(TYPE, COMPLETE))));
    }

    @Override
    public boolean exceeds(long characters) {
      return result.exceeds(characters);
    }

    @Override
    public Buffer write() {
      JsonWriter out = RpcCodec.result(id);
      result.write(out);
      return out.raw(form.end).toBuffer();
    }
  }
}
