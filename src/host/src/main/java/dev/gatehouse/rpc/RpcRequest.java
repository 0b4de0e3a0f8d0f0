package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * A JSON-RPC request (JSON-RPC 2.0 section 4).
 *
 * @param id goes back with the answer
 * @param method the method's name
 * @param params by name; empty when absent, never null
 */
public record RpcRequest(RpcId id, String method, ObjectNode params) implements RpcMessage {

  /** Refuses null. */
  public RpcRequest {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(params, "params");
  }
}
