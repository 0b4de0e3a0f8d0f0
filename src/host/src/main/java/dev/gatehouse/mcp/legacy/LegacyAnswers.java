package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.rpc.RpcException;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP responses of the older revisions. The error of a request has status 200, since clients take any other status for a broken
 * transport; an error of the transport or the session has a status of its own.
 */
public final class LegacyAnswers {

  /** The error code of the older revisions; 2026-07-28 uses that of invalid params. */
  private static final int RESOURCE_NOT_FOUND = -32002;

  private static final String UNKNOWN = "This session is unknown or has ended. Send 'initialize' without a session id to open another.";
  private static final McpException SESSION_ENDED = new McpException(404, 404, UNKNOWN, null);

  private LegacyAnswers() {
  }

  /** The result of a request. */
  static Answer success(RpcId id, ObjectNode result) {
    return Answer.ok(RpcCodec.write(RpcResponse.of(id, result)));
  }

  /** The error of a request. */
  static Answer failure(RpcId id, Throwable failure) {
    McpException refusal = failure instanceof SessionEndedException ? SESSION_ENDED : McpErrors.of(failure);
    JsonNode json = RpcCodec.write(RpcResponse.of(id, error(refusal)));
    return new Answer(refusal.isChallenge() ? refusal.status() : 200, refusal.headers(), () -> json);
  }

  private static RpcError error(McpException refusal) {
    RpcError error = refusal.error();
    if (refusal.isResourceNotFound()) {
      return new RpcError(RESOURCE_NOT_FOUND, error.message(), error.data());
    }
    return error.code() == McpErrors.MISSING_CAPABILITY ? RpcError.of(RpcError.INVALID_REQUEST, error.message()) : error;
  }

  /** The response to a body that is no JSON-RPC message. */
  public static Answer malformed(@Nullable JsonNode body, RpcException e) {
    JsonNode json = RpcCodec.write(RpcResponse.of(RpcCodec.idOf(body), e.error()));
    return new Answer(400, Map.of(), () -> json);
  }

  /** The response to a message that is not allowed here, with the reason. */
  static Answer invalid(@Nullable JsonNode body, String why) {
    return malformed(body, new RpcException(RpcError.INVALID_REQUEST, "Invalid request: " + why));
  }

  /**
   * The response to a session id that names no session of this key.
   *
   * @param request the id of the request, or null when the message is none
   */
  public static Answer unknownSession(@Nullable RpcId request) {
    return refusal(404, request, UNKNOWN);
  }

  /**
   * The response when a session could not be looked for or opened.
   *
   * @param request the id of the request, or null when the message is none
   */
  public static Answer notFound(@Nullable RpcId request, Throwable failure) {
    if (failure instanceof NewerFormatException) {
      return refusal(404, request, "This session was opened by a newer version of this host, and this version cannot read it. Send"
          + " 'initialize' without a session id to open another.");
    }
    McpException refusal = McpErrors.of(failure);
    return Answer.error(refusal.status(), request, refusal.error(), refusal.headers());
  }

  /** The response to a message without a session id. */
  static Answer noSession(@Nullable RpcId request) {
    return refusal(400, request, "The " + LegacyPosts.SESSION_HEADER + " header is missing. Send 'initialize' first, or speak "
        + Revision.V2026_07_28.date() + ", which has no sessions.");
  }

  /** The response to a version header that names no revision with sessions. */
  public static Answer unservedVersion(String version) {
    return refusal(400, null, "The " + Revision.HEADER + " header names no revision that has sessions: '" + version
        + "'. " + Revision.served());
  }

  /** The response to a client's response that is for another host, when the tenant's clients send those too much. */
  static Answer tooManyAnswers() {
    return refusal(429, null, "Clients of this tenant send more answers to questions of tools on other hosts than these can take. Send it"
        + " again in a second.");
  }

  private static Answer refusal(int status, @Nullable RpcId request, String message) {
    return Answer.error(status, request, RpcError.of(status, message), Map.of());
  }
}
