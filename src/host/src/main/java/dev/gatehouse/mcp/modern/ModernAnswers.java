package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Method;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcResponse;
import org.jspecify.annotations.Nullable;

/**
 * The form of answers in 2026-07-28: results say their type, how long they keep and who gives them; errors have an HTTP status.
 *
 * @param identity who answers
 */
record ModernAnswers(ServerIdentity identity) {

  private static final String SERVER_INFO_KEY = "io.modelcontextprotocol/serverInfo";

  /** The result of a method. */
  Answer complete(RpcId id, Method method, ObjectNode result) {
    result.put("resultType", "complete");
    if (method.cacheable()) {
      // What a list holds depends on the key, and may change at any moment.
      result.put("ttlMs", 0).put("cacheScope", "private");
    }
    return signed(id, result);
  }

  /**
   * The client has to answer something first (specification 2026-07-28, multi-round requests).
   *
   * @param questions what is asked
   * @param state what the client sends back with the answers, or null for nothing
   */
  Answer inputRequired(RpcId id, ObjectNode questions, @Nullable String state) {
    ObjectNode result = Json.object().put("resultType", "input_required");
    result.set("inputRequests", questions);
    if (state != null) {
      result.put("requestState", state);
    }
    return signed(id, result);
  }

  private Answer signed(RpcId id, ObjectNode result) {
    result.withObjectProperty(ModernWire.META).set(SERVER_INFO_KEY, identity.json());
    return Answer.ok(RpcCodec.write(RpcResponse.of(id, result)));
  }

  /** An error; of a request whose id was not read without one. */
  static Answer failure(@Nullable RpcId id, Throwable failure) {
    McpException refusal = McpErrors.of(failure);
    return new Answer(refusal.status(), refusal.headers(), RpcCodec.write(RpcResponse.of(id, refusal.error())));
  }
}
