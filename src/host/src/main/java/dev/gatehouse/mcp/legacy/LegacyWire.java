package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.McpCall;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpResult;
import dev.gatehouse.mcp.Method;
import dev.gatehouse.mcp.Methods;
import dev.gatehouse.mcp.Notifications;
import dev.gatehouse.mcp.Prepared;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.rpc.RpcException;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.rpc.RpcNotification;
import dev.gatehouse.rpc.RpcRequest;
import dev.gatehouse.rpc.RpcResponse;
import io.vertx.core.Future;

/**
 * The protocol of 2024-11-05 to 2025-11-25: messages in a session that a handshake opened, with results in the session's revision.
 * {@link LegacyPosts} is its transport over Streamable HTTP, and an endpoint of {@code http} that over the HTTP+SSE of 2024-11-05.
 */
public final class LegacyWire {

  private final Methods methods;
  private final Sessions sessions;
  private final SessionMethods own;

  /** Creates the protocol over these methods and sessions; the handshake tells the identity. */
  public LegacyWire(Methods methods, Sessions sessions, ServerIdentity identity) {
    this.methods = methods;
    this.sessions = sessions;
    this.own = new SessionMethods(identity);
  }

  /** What a client that wants to open a session and the host agree on; throws the error of its request. */
  SessionMethods.Handshake handshake(Inbound in, RpcRequest request) {
    return own.handshake(in, request.params());
  }

  /**
   * Answers one message in a session; never fails.
   *
   * @param in the POST that carried it, with its caller
   * @return the response, with status 200 even when it is an error; {@link Answer#ACCEPTED} for a message without a response
   */
  public Future<Answer> message(Session session, RpcMessage message, Inbound in) {
    if (message instanceof RpcRequest request) {
      return request(session, request, in);
    }
    if (message instanceof RpcNotification notification) {
      notified(session, notification);
    } else if (message instanceof RpcResponse response) {
      return Future.succeededFuture(session.questions().answered(response) ? Answer.ACCEPTED : LegacyAnswers.tooManyAnswers());
    }
    return Future.succeededFuture(Answer.ACCEPTED);
  }

  private void notified(Session session, RpcNotification notification) {
    JsonNode id = notification.params().get("requestId");
    if (notification.method().equals(Notifications.CANCELLED) && RpcId.isValid(id)) {
      sessions.cancel(session, new RpcId(id));
    }
  }

  private Future<Answer> request(Session session, RpcRequest request, Inbound in) {
    try {
      Method method = Methods.find(request.method());
      if (method instanceof Method.Legacy owned) {
        return own.answer(owned, session, in, request.params())
            .map(result -> LegacyAnswers.success(request.id(), result))
            .otherwise(failure -> LegacyAnswers.failure(request.id(), failure));
      }
      if (method instanceof Method.Common common) {
        return call(session, request, common, in);
      }
      throw McpErrors.methodNotFound(request.method(), "");
    } catch (RuntimeException failure) {
      return Future.succeededFuture(LegacyAnswers.failure(request.id(), failure));
    }
  }

  /** Only a notification or the session's end cancels a call; a lost connection does not (specification 2025-11-25, transports). */
  private Future<Answer> call(Session session, RpcRequest request, Method.Common method, Inbound in) {
    Prepared prepared = methods.prepare(method, request.params(), in.principal(), in.tenant());
    CallCancellation cancellation = new CallCancellation();
    if (!session.started(request.id(), cancellation)) {
      throw new RpcException(RpcError.INVALID_REQUEST, "Invalid request: a request with this 'id' is still running in this session");
    }
    LegacyChannel channel = new LegacyChannel(session, in.outlet(), in.memory(), request.params().get("_meta"), cancellation);
    McpCall call = new McpCall(in.principal(), in.tenant(), cancellation, channel, request.id().json().asText(),
        in.traced(method, session.revision(), request));
    return methods.call(prepared, call)
        .map(result -> success(session, request, result))
        .otherwise(failure -> LegacyAnswers.failure(request.id(), failure))
        // A request that its client cancelled gets no response (specification, cancellation); one that the session's end cancelled does.
        .map(answer -> session.ended(request.id(), cancellation) ? answer : Answer.ACCEPTED)
        .onComplete(done -> channel.close());
  }

  private static Answer success(Session session, RpcRequest request, McpResult result) {
    return LegacyAnswers.success(request.id(), DownConversion.convert(result.json(), session.revision())).with(result.headers());
  }
}
