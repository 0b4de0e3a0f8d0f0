package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.Method;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcException;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.rpc.RpcRequest;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP with sessions, of 2025-03-26 to 2025-11-25. Each POST carries a message or a batch; it opens a session or names one.
 */
public final class LegacyPosts {

  /** The header with the session's id, in requests and responses. */
  public static final String SESSION_HEADER = "Mcp-Session-Id";

  private static final int MOST_IN_BATCH = 100;

  private final LegacyWire wire;
  private final Sessions sessions;

  /** Creates the transport over this protocol and these sessions. */
  public LegacyPosts(LegacyWire wire, Sessions sessions) {
    this.wire = wire;
    this.sessions = sessions;
  }

  /** Whether a version header names a revision of this era. */
  public static boolean serves(String version) {
    Revision revision = Revision.of(version.strip());
    return revision != null && revision.isLegacy();
  }

  /**
   * Answers one POST of Streamable HTTP; never fails.
   *
   * @param in the POST
   * @param connection turns the response into a stream, when it has to be one
   */
  public Future<Answer> post(Inbound in, Supplier<EventReader> connection) {
    if (isInitialize(in.body())) {
      return open(in);
    }
    String id = in.header(SESSION_HEADER);
    if (id == null) {
      return Future.succeededFuture(LegacyAnswers.noSession(requestId(in.body())));
    }
    return sessions.find(id, in.principal(), in.tenant()).transform(found -> found.succeeded()
        ? post(found.result(), in, connection)
        : Future.succeededFuture(LegacyAnswers.notFound(requestId(in.body()), found.cause())));
  }

  private Future<Answer> post(@Nullable Session session, Inbound in, Supplier<EventReader> connection) {
    if (session == null) {
      return Future.succeededFuture(LegacyAnswers.unknownSession(requestId(in.body())));
    }
    StreamedReply reply = new StreamedReply(session, in.outlet(), connection);
    Future<Answer> answer = in.body() instanceof ArrayNode batch
        ? batch(session, batch, in.to(reply))
        : single(session, in.to(reply));
    return answer.compose(done -> reply.finish(done, RpcCodec.holdsRequest(in.body())));
  }

  private static boolean isInitialize(JsonNode body) {
    return Method.Legacy.INITIALIZE.wire().equals(body.path("method").textValue());
  }

  /** The id of a request; null for a response of the client, whose id is one of this host's. */
  private static @Nullable RpcId requestId(JsonNode body) {
    return body.has("method") ? RpcCodec.idOf(body) : null;
  }

  private Future<Answer> open(Inbound in) {
    RpcMessage message;
    try {
      message = RpcCodec.read(in.body());
    } catch (RpcException e) {
      return Future.succeededFuture(LegacyAnswers.malformed(in.body(), e));
    }
    // A notification of that name opens nothing.
    return message instanceof RpcRequest request ? open(in, request) : Future.succeededFuture(Answer.ACCEPTED);
  }

  private Future<Answer> open(Inbound in, RpcRequest request) {
    SessionMethods.Handshake handshake;
    try {
      handshake = wire.handshake(in, request);
    } catch (RuntimeException failure) {
      return Future.succeededFuture(LegacyAnswers.failure(request.id(), failure));
    }
    return sessions.open(in.principal(), in.tenant(), false, handshake.revision(), handshake.capabilities())
        .map(session -> LegacyAnswers.success(request.id(), handshake.result()).with(Map.of(SESSION_HEADER, session.id())))
        .otherwise(failure -> LegacyAnswers.notFound(request.id(), failure));
  }

  /** Batches exist in 2025-03-26 only. The messages run concurrently, and the response waits for the last of them. */
  private Future<Answer> batch(Session session, ArrayNode batch, Inbound in) {
    if (session.revision() != Revision.V2025_03_26 || batch.isEmpty()) {
      return Future.succeededFuture(LegacyAnswers.invalid(null, "this revision has no batches"));
    }
    if (batch.size() > MOST_IN_BATCH) {
      return Future.succeededFuture(
          LegacyAnswers.invalid(null, "a batch has at most " + MOST_IN_BATCH + " messages, this one " + batch.size()));
    }
    List<Future<Answer>> answers = new ArrayList<>();
    batch.forEach(body -> answers.add(member(session, in.with(body))));
    return Future.join(answers).map(all -> {
      ArrayNode array = Json.array();
      answers.stream().map(answer -> answer.result().body()).filter(body -> body != null).forEach(array::add);
      return array.isEmpty() ? Answer.ACCEPTED : Answer.ok(array);
    });
  }

  /** The handshake must not be part of a batch (specification 2025-03-26, lifecycle). */
  private Future<Answer> member(Session session, Inbound in) {
    return isInitialize(in.body())
        ? Future.succeededFuture(LegacyAnswers.invalid(in.body(), "'initialize' cannot be in a batch"))
        : single(session, in);
  }

  private Future<Answer> single(Session session, Inbound in) {
    try {
      return wire.message(session, RpcCodec.read(in.body()), in);
    } catch (RpcException e) {
      return Future.succeededFuture(LegacyAnswers.malformed(in.body(), e));
    }
  }
}
