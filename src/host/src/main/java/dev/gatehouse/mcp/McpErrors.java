package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.ConcurrencyLimit;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.rpc.RpcException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refusals that every revision shares. Their JSON-RPC codes are those of HTTP, outside the range that JSON-RPC reserves; the
 * message says all that a caller needs, since clients pass on the message and drop headers.
 */
public final class McpErrors {

  private static final int HEADER_MISMATCH = -32020;
  /** The client cannot do what the request needs. */
  public static final int MISSING_CAPABILITY = -32021;

  /** The key is no longer valid. */
  public static final int UNAUTHORIZED = 401;
  /** What a client is told whose key ends while it is connected. */
  public static final String KEY_ENDED = "This key or token is no longer valid. Its running calls and streams were ended.";
  /** Not permitted. */
  public static final int FORBIDDEN = 403;
  /** The client takes no form that the answer could have. */
  private static final int NOT_ACCEPTABLE = 406;
  /** A body is too large. */
  private static final int TOO_LARGE = 413;
  /** A limit is exhausted. */
  public static final int TOO_MANY_REQUESTS = 429;
  /** Something the host needs does not answer, or everything it may run is running. */
  public static final int UNAVAILABLE = 503;

  private static final int BUSY_RETRY_SECONDS = 1;

  /** The header that says what a client lacks. */
  public static final String CHALLENGE = "WWW-Authenticate";
  /** RFC 6749 section 3.3, which fits a quoted string. */
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

  private static final Logger LOG = LoggerFactory.getLogger(McpErrors.class);

  private McpErrors() {
  }

  /** What a caller is told of a failure. A failure that is not a refusal is logged, and told without its reason. */
  public static McpException of(Throwable failure) {
    McpException refusal = refusal(failure);
    if (refusal != null) {
      return refusal;
    }
    LOG.error("a request failed", failure);
    return new McpException(500, RpcError.INTERNAL_ERROR, "Internal error. The host's log has the reason.", null);
  }

  /** The JSON-RPC code of what a caller is told of a failure. */
  static int code(Throwable failure) {
    McpException refusal = refusal(failure);
    return refusal == null ? RpcError.INTERNAL_ERROR : refusal.error().code();
  }

  /** Null when the failure is the host's own. */
  private static @Nullable McpException refusal(Throwable failure) {
    if (failure instanceof McpException refusal) {
      return refusal;
    }
    if (failure instanceof RpcException malformed) {
      return new McpException(400, malformed.error(), Map.of());
    }
    if (failure instanceof MissingCapabilityException missing) {
      return missingCapability(missing.required());
    }
    return failure instanceof StoreUnavailableException ? storeUnavailable() : null;
  }

  private static McpException missingCapability(ObjectNode required) {
    ObjectNode data = Json.object();
    data.set("requiredCapabilities", required);
    return new McpException(400, MISSING_CAPABILITY, "This call needs capabilities that the client did not declare: "
        + String.join(", ", (Iterable<String>) required::fieldNames), data);
  }

  /** The answer is a stream, and the client takes none. */
  public static McpException noStream() {
    return notAcceptable("text/event-stream");
  }

  /** The client takes neither form of an answer. */
  public static McpException noAnswer() {
    return notAcceptable("application/json or text/event-stream");
  }

  private static McpException notAcceptable(String types) {
    return new McpException(NOT_ACCEPTABLE, NOT_ACCEPTABLE, "The Accept header must list " + types + ".",
        null);
  }

  /**
   * The key's patterns do not grant the name; says so whether or not there is one.
   *
   * @param what what it may not do, for example {@code call tool}
   * @param name to what
   */
  public static McpException forbidden(String what, String name) {
    return forbidden("key", what, name, Map.of());
  }

  /**
   * The same of a caller who may be here by a token.
   *
   * @param scopes those that a token needs for it (RFC 6750 section 3.1, {@code insufficient_scope}); empty when none are enough
   */
  static McpException forbidden(Principal caller, String what, String name, Set<String> scopes) {
    return forbidden(caller.token() == null ? "key" : "token", what, name,
        scopes.isEmpty() ? Map.of() : Map.of(CHALLENGE, insufficientScope(scopes)));
  }

  private static McpException forbidden(String credential, String what, String name, Map<String, String> headers) {
    return new McpException(FORBIDDEN,
        new RpcError(FORBIDDEN, "This " + credential + " may not " + what + " '" + name + "'.", Json.object().put("name", name)), headers);
  }

  /** Scopes are from the token, which may name any; those that a header cannot carry are left out. */
  private static String insufficientScope(Set<String> scopes) {
    String named = scopes.stream().filter(scope -> SCOPE.matcher(scope).matches()).collect(Collectors.joining(" "));
    return "Bearer realm=\"gatehouse\", error=\"insufficient_scope\", scope=\"" + named
        + "\", error_description=\"The token's scopes do not allow this; these would.\"";
  }

  /**
   * A limit is exhausted: which, whose, and when to come back (RFC 9110 section 10.2.3; draft-ietf-httpapi-ratelimit-headers-11).
   * Without double quotes in the message: some clients show the raw JSON, where each would be escaped.
   */
  public static McpException limited(String tool, Verdict verdict) {
    LimitRule limit = verdict.limit();
    long retry = RateLimitHeaders.seconds(verdict.retryAfterMillis());
    ObjectNode data = Json.object()
        .put("tool", tool)
        .put("limit", limit.allowance().toString())
        .put("scope", limit.scope().toString());
    if (limit.pattern() != null) {
      data.put("tools", limit.pattern());
    }
    data.put("remaining", verdict.decided().remaining())
        .put("resetSeconds", RateLimitHeaders.seconds(verdict.decided().resetMillis()));
    Map<String, String> headers = new LinkedHashMap<>(RateLimitHeaders.of(verdict));
    String message = "The " + described(limit);
    if (verdict.never()) {
      data.put("cost", verdict.decided().cost().amount());
      message += " is less than the " + verdict.decided().cost().amount() + " that a call of tool '" + tool
          + "' counts for; waiting does not help.";
    } else {
      data.put("retryAfterSeconds", retry);
      headers.put("Retry-After", Long.toString(retry));
      message +=
          " is used up; tool '" + tool + "' can be called again in " + WaitText.words(verdict.retryAfterMillis(), Instant.now()) + ".";
    }
    return new McpException(TOO_MANY_REQUESTS, new RpcError(TOO_MANY_REQUESTS, message, data), headers);
  }

  private static String described(LimitRule limit) {
    String which = limit.pattern() == null ? "" : " for tools '" + limit.pattern() + "'";
    return limit.allowance().words() + which + " of " + limit.scope();
  }

  /** A caller was refused too often, and is told to wait instead of the reason. What they may do is answered as before. */
  public static McpException refusedTooOften(long waitMillis) {
    long retry = RateLimitHeaders.seconds(waitMillis);
    ObjectNode data = Json.object().put("retryAfterSeconds", retry);
    String message = "Too many requests of this caller were refused. What is permitted still works; try others again in "
        + WaitText.words(waitMillis, Instant.now()) + ".";
    return new McpException(TOO_MANY_REQUESTS, new RpcError(TOO_MANY_REQUESTS, message, data),
        Map.of("Retry-After", Long.toString(retry)));
  }

  /** As many calls run as may run at once. */
  public static McpException limited(String tool, ConcurrencyLimit ceiling) {
    String message = "Busy: " + (ceiling.most() == 1 ? "the one call" : "all " + ceiling.most() + " calls") + " that "
        + ceiling.scope() + " may run at once " + (ceiling.most() == 1 ? "is" : "are") + " running; tool '" + tool
        + "' can be called again in " + BUSY_RETRY_SECONDS + " s.";
    ObjectNode data = Json.object()
        .put("tool", tool)
        .put("limit", ceiling.most() + " at once")
        .put("scope", ceiling.scope().toString())
        .put("remaining", 0)
        .put("retryAfterSeconds", BUSY_RETRY_SECONDS);
    return new McpException(TOO_MANY_REQUESTS, new RpcError(TOO_MANY_REQUESTS, message, data),
        Map.of("Retry-After", Integer.toString(BUSY_RETRY_SECONDS)));
  }

  /** As many streams are open as one caller may have. */
  public static McpException tooManyStreams(int most) {
    return new McpException(TOO_MANY_REQUESTS, TOO_MANY_REQUESTS, "This key has " + most + " subscription streams open, the most it may."
        + " Close one first.", Json.object().put("limit", most + " at once"));
  }

  /** The key has as many connections open as it may. */
  public static McpException tooManyConnections() {
    return new McpException(TOO_MANY_REQUESTS, new RpcError(TOO_MANY_REQUESTS, "This key has as many connections open as it may. Close"
        + " one first, or send more requests on each.", null), Map.of("Retry-After", Integer.toString(BUSY_RETRY_SECONDS)));
  }

  /** The key of a running call was revoked, or reached its end. */
  public static McpException keyEnded() {
    return new McpException(UNAUTHORIZED, UNAUTHORIZED, KEY_ENDED, null);
  }

  /** A bulkhead is full, or a circuit breaker is open. */
  public static McpException busy(BusyException busy) {
    return busy(String.valueOf(busy.getMessage()), busy.retrySeconds());
  }

  private static McpException busy(String what, int retrySeconds) {
    return retry(UNAVAILABLE, "Busy: " + what + ". Try again in " + retrySeconds + " s.", retrySeconds);
  }

  /**
   * What the tenant has open leaves no room in its byte budget.
   *
   * @param most the budget, in bytes
   */
  public static McpException outOfMemory(long most) {
    return busy("the requests, answers, sessions and streams that this tenant has open fill its share of this host's memory (" + most
        + " bytes)", BUSY_RETRY_SECONDS);
  }

  /**
   * A body whose JSON tree is larger than the tenant's whole byte budget.
   *
   * @param footprint about how large the tree is, in bytes
   * @param most the budget, in bytes
   */
  public static McpException tooComplex(long footprint, long most) {
    return new McpException(TOO_LARGE, TOO_LARGE, "The body holds so many values that they take about " + footprint + " bytes of"
        + " memory, more than this tenant's share of this host's memory (" + most + " bytes).", null);
  }

  /** The store of keys or the limiter does not answer: nothing is let through unchecked. */
  public static McpException storeUnavailable() {
    return retry(UNAVAILABLE, "The host cannot check keys and limits at the moment. Try again in " + BUSY_RETRY_SECONDS + " s.",
        BUSY_RETRY_SECONDS);
  }

  /** The host does not know the key, and too many unknown keys were sent to look up another. The key may be valid. */
  public static McpException tooManyUnknown() {
    return retry(TOO_MANY_REQUESTS, "Too many unknown keys are being sent; this one was not checked. Try again in "
        + BUSY_RETRY_SECONDS + " s.", BUSY_RETRY_SECONDS);
  }

  private static McpException retry(int code, String message, int seconds) {
    ObjectNode data = Json.object().put("retryAfterSeconds", seconds);
    return new McpException(code, new RpcError(code, message, data), Map.of("Retry-After", Integer.toString(seconds)));
  }

  /**
   * There is no such method here.
   *
   * @param why a clause that follows its name, or nothing
   */
  public static McpException methodNotFound(String method, String why) {
    return new McpException(404, RpcError.METHOD_NOT_FOUND, "Method not found: '" + method + "'" + why, null);
  }

  /** A mirrored header is missing, malformed, or differs from the body (specification 2026-07-28, transports). */
  public static McpException headerMismatch(String what) {
    return new McpException(400, HEADER_MISMATCH, "Header mismatch: " + what, null);
  }
}
