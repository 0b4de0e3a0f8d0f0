package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC response (JSON-RPC 2.0 section 5): a result or an error, never both.
 *
 * @param id the request's id; null only for an error about a message whose id could not be read
 * @param result the result, or null
 * @param error the error, or null
 */
public record RpcResponse(@Nullable RpcId id, @Nullable JsonNode result, @Nullable RpcError error) implements RpcMessage {

  /** Refuses both and neither. */
  public RpcResponse {
    if ((result == null) == (error == null)) {
      throw new IllegalArgumentException("a response carries a result or an error");
    }
  }

  /** A success. */
  public static RpcResponse of(RpcId id, JsonNode result) {
    return new RpcResponse(id, result, null);
  }

  /** An error; {@code id} may be null, see above. */
  public static RpcResponse of(@Nullable RpcId id, RpcError error) {
    return new RpcResponse(id, null, error);
  }
}
