package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * A JSON-RPC notification (JSON-RPC 2.0 section 4.1).
 *
 * @param method the method's name
 * @param params by name; empty when absent, never null
 */
public record RpcNotification(String method, ObjectNode params) implements RpcMessage {

  /** Refuses null. */
  public RpcNotification {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(params, "params");
  }
}
