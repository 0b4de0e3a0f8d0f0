package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC error (JSON-RPC 2.0 section 5.1).
 *
 * @param code one of the constants below, or one that a protocol on top defines
 * @param message one sentence for whoever reads it
 * @param data more for programs, or null
 */
public record RpcError(int code, String message, @Nullable JsonNode data) {

  /** The body is not JSON. */
  public static final int PARSE_ERROR = -32700;
  /** The JSON is not a JSON-RPC message. */
  public static final int INVALID_REQUEST = -32600;
  /** No such method. */
  public static final int METHOD_NOT_FOUND = -32601;
  /** The method's parameters are wrong. */
  public static final int INVALID_PARAMS = -32602;
  /** The host failed. */
  public static final int INTERNAL_ERROR = -32603;

  /** The longest message, in characters. A message may quote a caller's text. */
  private static final int LONGEST = 8_000;

  /** Refuses a null message, and cuts one that is too long. */
  public RpcError {
    Objects.requireNonNull(message, "message");
    message = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
  }

  /** An error without data. */
  public static RpcError of(int code, String message) {
    return new RpcError(code, message, null);
  }
}
