package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Limiter.Verdict;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcError;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The refusals that every revision shares. Their JSON-RPC codes are those of HTTP, outside the range that JSON-RPC reserves; the
 * message says all that a caller needs, since clients pass on the message and drop headers.
 */
public final class Refusals {

  /** The key is let in no more. */
  public static final int UNAUTHORIZED = 401;
  /** What a client is told whose key ends while it is connected. */
  public static final String KEY_ENDED = "This API key is no longer valid; what it had running has been stopped.";
  /** Not permitted. */
  public static final int FORBIDDEN = 403;
  /** A limit is exhausted. */
  public static final int TOO_MANY_REQUESTS = 429;
  /** Something the host needs does not answer, or everything it may run is running. */
  public static final int UNAVAILABLE = 503;

  private static final int BUSY_RETRY_SECONDS = 1;

  private Refusals() {
  }

  /**
   * The key's patterns do not grant the name; says so whether or not there is one.
   *
   * @param what what it may not do, for example {@code call tool}
   * @param name to what
   */
  public static McpException forbidden(String what, String name) {
    return new McpException(FORBIDDEN, FORBIDDEN, "This key may not " + what + " '" + name + "'.", Json.object().put("name", name));
  }

  /** A limit is exhausted: what, and when to come back (RFC 9110 section 10.2.3; draft-ietf-httpapi-ratelimit-headers-11). */
  public static McpException limited(String tool, Verdict verdict) {
    long retry = seconds(verdict.retryAfterMillis());
    long calls = verdict.limit().rate().calls();
    String rate = verdict.limit().rate().toString();
    ObjectNode data = Json.object()
        .put("tool", tool)
        .put("limit", rate)
        .put("remaining", verdict.remaining())
        .put("resetSeconds", seconds(verdict.resetMillis()))
        .put("retryAfterSeconds", retry);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Retry-After", Long.toString(retry));
    headers.put("RateLimit-Policy", "\"" + rate + "\";q=" + calls + ";w=" + seconds(verdict.limit().rate().period().toMillis()));
    headers.put("RateLimit", "\"" + rate + "\";r=" + verdict.remaining() + ";t=" + seconds(verdict.resetMillis()));
    String message = "The limit of " + rate + " is used up; tool '" + tool + "' can be called again in " + retry + " s.";
    return new McpException(TOO_MANY_REQUESTS, new RpcError(TOO_MANY_REQUESTS, message, data), headers);
  }

  /** The key of a running call was revoked, or reached its end. */
  public static McpException keyEnded() {
    return new McpException(UNAUTHORIZED, UNAUTHORIZED, KEY_ENDED, null);
  }

  /** A bulkhead is full. */
  public static McpException busy(String what) {
    return unavailable("Busy: " + what + ". Try again in " + BUSY_RETRY_SECONDS + " s.");
  }

  /** The store of keys or the limiter does not answer: nothing is let through unchecked. */
  public static McpException storeUnavailable() {
    return unavailable("The host cannot check keys and limits at the moment. Try again in " + BUSY_RETRY_SECONDS + " s.");
  }

  private static McpException unavailable(String message) {
    ObjectNode data = Json.object().put("retryAfterSeconds", BUSY_RETRY_SECONDS);
    return new McpException(UNAVAILABLE, new RpcError(UNAVAILABLE, message, data),
        Map.of("Retry-After", Integer.toString(BUSY_RETRY_SECONDS)));
  }

  /** Whole seconds, rounded up: a caller that comes back after them must not be early. */
  private static long seconds(long millis) {
    return (millis + 999) / 1000;
  }
}
