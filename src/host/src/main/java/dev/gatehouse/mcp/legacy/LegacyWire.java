package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Attempt;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.McpCall;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.McpMethod;
import dev.gatehouse.mcp.McpResult;
import dev.gatehouse.mcp.Methods;
import dev.gatehouse.mcp.ResultJson;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.RevocationGuard;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.rpc.RpcException;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.rpc.RpcNotification;
import dev.gatehouse.rpc.RpcRequest;
import dev.gatehouse.rpc.RpcResponse;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wires of 2024-11-05 to 2025-11-25: a handshake opens a session, errors of requests ride on HTTP 200 (clients take any other
 * status for a broken transport), results carry nothing that came later.
 */
public final class LegacyWire {

  /** Names the session, in both directions. */
  public static final String SESSION_HEADER = "Mcp-Session-Id";

  /** What 2026-07-28 says as invalid params. */
  private static final int RESOURCE_NOT_FOUND = -32002;
  private static final int MOST_IN_BATCH = 100;

  private static final Logger LOG = LoggerFactory.getLogger(LegacyWire.class);

  private final Methods methods;
  private final Sessions sessions;
  private final SessionMethods own;
  private final RevocationGuard keys;

  /** Serves these methods under this name, in these sessions, each call as long as its key is let in. */
  public LegacyWire(Methods methods, Sessions sessions, ServerIdentity identity, RevocationGuard keys) {
    this.keys = keys;
    this.methods = methods;
    this.sessions = sessions;
    this.own = new SessionMethods(methods, identity);
  }

  /**
   * Answers one POST of Streamable HTTP; never fails.
   *
   * @param in the POST
   * @param connection makes the response a stream, when it has to be one
   */
  public Future<Answer> post(Inbound in, Supplier<EventStream.Reader> connection) {
    if (isInitialize(in.body())) {
      return open(in, connection);
    }
    String id = in.header(SESSION_HEADER);
    if (id == null) {
      return Future.succeededFuture(refusal(400, requestId(in.body()), "The " + SESSION_HEADER
          + " header is missing. Send 'initialize' first, or speak " + Revision.V2026_07_28.date() + ", which has no sessions."));
    }
    Session session = sessions.find(id, in.principal());
    if (session == null) {
      return Future.succeededFuture(unknownSession(requestId(in.body())));
    }
    StreamedReply reply = new StreamedReply(session, in.outlet(), connection);
    Future<Answer> answer = in.body() instanceof ArrayNode batch
        ? batch(session, batch, in.to(reply))
        : single(session, in.to(reply));
    return answer.compose(done -> reply.finish(done, holdsRequest(in.body())));
  }

  /** Whether a POST wants an answer: it has a request, alone or in a batch. */
  public static boolean holdsRequest(JsonNode body) {
    if (body.isArray()) {
      return StreamSupport.stream(body.spliterator(), false).anyMatch(LegacyWire::holdsRequest);
    }
    return body.has("method") && body.has("id");
  }

  /** The id of what a client sent, but for an answer of its own: that has an id of this host's. */
  private static RpcId requestId(JsonNode body) {
    return body.has("method") ? RpcCodec.idOf(body) : null;
  }

  private Future<Answer> single(Session session, Inbound in) {
    try {
      return message(session, RpcCodec.read(in.body()), in);
    } catch (RpcException e) {
      return Future.succeededFuture(malformed(in.body(), e));
    }
  }

  /**
   * What a session id that names no session of this key gets.
   *
   * @param request the id of the request, or null for none
   */
  public static Answer unknownSession(RpcId request) {
    return refusal(404, request, "This session is unknown or has ended. Send 'initialize' without a session id to open another.");
  }

  /** Whether a version header names a revision of this era. */
  public static boolean serves(String version) {
    Revision revision = Revision.of(version.strip());
    return revision != null && revision.isLegacy();
  }

  /** What a version header gets that names no revision with sessions. */
  public static Answer unservedVersion(String version) {
    return refusal(400, null, "The " + Revision.HEADER + " header names no revision that has sessions: '" + version
        + "'. " + Revision.served());
  }

  /** What a body that is no JSON-RPC message gets. */
  public static Answer malformed(JsonNode body, RpcException e) {
    return new Answer(400, Map.of(), RpcCodec.write(RpcResponse.of(RpcCodec.idOf(body), e.error())));
  }

  private Future<Answer> open(Inbound in, Supplier<EventStream.Reader> connection) {
    Session session;
    try {
      session = sessions.open(in.principal(), in.tenant().memory(), Revision.V2025_03_26);
    } catch (McpException full) {
      return Future.failedFuture(full);
    }
    return single(session, in.to(new StreamedReply(session, in.outlet(), connection))).map(answer -> {
      if (answer.body() == null || !answer.body().has("result")) {
        sessions.close(session);
        return answer;
      }
      return new Answer(answer.status(), Map.of(SESSION_HEADER, session.id()), answer.body());
    });
  }

  /** Arrays are of 2025-03-26 alone, and short: their members run at once, and their answers are held until the last of them. */
  private Future<Answer> batch(Session session, ArrayNode batch, Inbound in) {
    if (session.revision() != Revision.V2025_03_26 || batch.isEmpty()) {
      return Future.succeededFuture(malformed(null,
          new RpcException(RpcError.INVALID_REQUEST, "Invalid request: this revision has no batches")));
    }
    if (batch.size() > MOST_IN_BATCH) {
      return Future.succeededFuture(malformed(null, new RpcException(RpcError.INVALID_REQUEST,
          "Invalid request: a batch has at most " + MOST_IN_BATCH + " messages, this one " + batch.size())));
    }
    List<Future<Answer>> answers = new ArrayList<>();
    batch.forEach(body -> answers.add(member(session, in.with(body))));
    return Future.join(answers).map(all -> {
      ArrayNode array = Json.array();
      answers.stream().map(answer -> answer.result().body()).filter(body -> body != null).forEach(array::add);
      return array.isEmpty() ? Answer.ACCEPTED : Answer.ok(array);
    });
  }

  /** The handshake is never part of a batch (specification 2025-03-26, lifecycle): it would change the session under the others. */
  private Future<Answer> member(Session session, Inbound in) {
    if (isInitialize(in.body())) {
      return Future.succeededFuture(malformed(in.body(),
          new RpcException(RpcError.INVALID_REQUEST, "Invalid request: 'initialize' cannot be in a batch")));
    }
    return single(session, in);
  }

  private static boolean isInitialize(JsonNode body) {
    return SessionMethods.INITIALIZE.equals(body.path("method").textValue());
  }

  /**
   * Answers one message in a session; never fails.
   *
   * @param session the session
   * @param message the message
   * @param in who sent it
   * @return the response, on HTTP 200 even when it is an error; {@link Answer#ACCEPTED} when the message wants none
   */
  public Future<Answer> message(Session session, RpcMessage message, Inbound in) {
    if (message instanceof RpcRequest request) {
      return request(session, request, in);
    }
    if (message instanceof RpcNotification notification) {
      notified(session, notification);
    } else if (message instanceof RpcResponse response) {
      session.answered(response);
    }
    return Future.succeededFuture(Answer.ACCEPTED);
  }

  private Future<Answer> request(Session session, RpcRequest request, Inbound in) {
    try {
      SessionMethods.Method ownMethod = own.find(request.method());
      if (ownMethod != null) {
        return Future.succeededFuture(success(request, ownMethod.handle(session, in, request.params())));
      }
      McpMethod method = methods.find(request.method());
      if (method == null) {
        throw new RpcException(RpcError.METHOD_NOT_FOUND, "Method not found: '" + request.method() + "'");
      }
      return call(session, request, method, in);
    } catch (RuntimeException failure) {
      return Future.succeededFuture(failure(request.id(), failure));
    }
  }

  /** A client that goes away has not cancelled (specification 2025-11-25, transports): only a notification, or the session's end does. */
  private Future<Answer> call(Session session, RpcRequest request, McpMethod method, Inbound in) {
    CallCancellation cancellation = new CallCancellation();
    if (!session.started(request.id(), cancellation)) {
      throw new RpcException(RpcError.INVALID_REQUEST, "Invalid request: a request with this 'id' is still running in this session");
    }
    LegacyChannel channel = new LegacyChannel(session, in.outlet(), in.memory(), request.params().get("_meta"), cancellation);
    McpCall call = new McpCall(in.principal(), in.tenant(), request.params(), cancellation, channel,
        request.id().json().asText());
    return Attempt.<McpResult>of(() -> keys.<McpResult>run(in.principal(), cancellation,
        now -> Methods.refusal(request.method(), call, now), () -> Methods.call(method, call)))
        .map(result -> success(request, DownConversion.convert(ResultJson.of(result), session.revision()), result.headers()))
        .otherwise(failure -> failure(request.id(), failure))
        // Whoever cancelled waits for no response (specification, cancellation); whose session ended is told why.
        .map(answer -> session.ended(request.id(), cancellation) ? answer : Answer.ACCEPTED)
        .onComplete(done -> channel.close());
  }

  private static void notified(Session session, RpcNotification notification) {
    JsonNode id = notification.params().get("requestId");
    if (notification.method().equals("notifications/cancelled") && RpcId.isValid(id)) {
      session.cancel(new RpcId(id));
    }
  }

  private static Answer success(RpcRequest request, ObjectNode result) {
    return success(request, result, Map.of());
  }

  private static Answer success(RpcRequest request, ObjectNode result, Map<String, String> headers) {
    return new Answer(200, headers, RpcCodec.write(RpcResponse.of(request.id(), result)));
  }

  private static RpcError error(McpException refusal) {
    RpcError error = refusal.error();
    return refusal.isResourceNotFound() ? new RpcError(RESOURCE_NOT_FOUND, error.message(), error.data()) : error;
  }

  private static Answer failure(RpcId id, Throwable failure) {
    if (failure instanceof McpException refusal) {
      return new Answer(200, refusal.headers(), RpcCodec.write(RpcResponse.of(id, error(refusal))));
    }
    if (failure instanceof RpcException malformed) {
      return Answer.ok(RpcCodec.write(RpcResponse.of(id, malformed.error())));
    }
    if (failure instanceof MissingCapabilityException missing) {
      return Answer.ok(RpcCodec.write(RpcResponse.of(id, RpcError.of(RpcError.INVALID_REQUEST,
          "This call needs a client that can do more: " + String.join(", ", (Iterable<String>) missing.required()::fieldNames)))));
    }
    LOG.error("a request failed", failure);
    return Answer.ok(RpcCodec.write(RpcResponse.of(id,
        RpcError.of(RpcError.INTERNAL_ERROR, "The host failed; its log says why."))));
  }

  private static Answer refusal(int status, RpcId request, String message) {
    return Answer.error(status, request, RpcError.of(status, message), Map.of());
  }
}
