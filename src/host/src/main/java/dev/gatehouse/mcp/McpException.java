package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal with everything that a wire may need to say it: the JSON-RPC error, the HTTP status of the revisions that use one, and
 * headers. An outcome, not a fault, and so without a stack trace.
 */
public final class McpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient RpcError error;
  private final int status;
  private final transient Map<String, String> headers;
  private final boolean resourceNotFound;

  /**
   * A refusal.
   *
   * @param status the HTTP status on wires where errors have one
   * @param error the JSON-RPC error
   * @param headers sent on every wire
   */
  public McpException(int status, RpcError error, Map<String, String> headers) {
    this(status, error, headers, false);
  }

  private McpException(int status, RpcError error, Map<String, String> headers, boolean resourceNotFound) {
    super(error.message(), null, false, false);
    this.resourceNotFound = resourceNotFound;
    this.status = status;
    this.error = error;
    this.headers = Map.copyOf(headers);
  }

  /** A refusal without headers. */
  public McpException(int status, int code, String message, @Nullable JsonNode data) {
    this(status, new RpcError(code, message, data), Map.of());
  }

  /**
   * The method's parameters are wrong. An ordinary answer, so the status is 200: a client of both eras takes 400 for a sign of the older
   * one.
   */
  public static McpException invalidParams(String message) {
    return new McpException(200, RpcError.INVALID_PARAMS, message, null);
  }

  /** There is no such resource. The older revisions have a code of their own for it. */
  public static McpException resourceNotFound(String message, ResourceUri uri) {
    RpcError error = new RpcError(RpcError.INVALID_PARAMS, message, Json.object().put("uri", uri.text()));
    return new McpException(200, error, Map.of(), true);
  }

  /** Whether it says which scopes a token lacks; that is a refusal of the transport on every wire, for OAuth clients read its status. */
  public boolean isChallenge() {
    return headers.containsKey(McpErrors.CHALLENGE);
  }

  /** Whether this says that a resource does not exist. */
  public boolean isResourceNotFound() {
    return resourceNotFound;
  }

  /** The HTTP status on wires where errors have one. */
  public int status() {
    return status;
  }

  /** The JSON-RPC error. */
  public RpcError error() {
    return error;
  }

  /** Response headers, such as {@code Retry-After}. */
  public Map<String, String> headers() {
    return headers;
  }
}
