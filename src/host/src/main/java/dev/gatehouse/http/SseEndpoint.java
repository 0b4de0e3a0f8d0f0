package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.OffLoopJson;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.legacy.EventReader;
import dev.gatehouse.mcp.legacy.LegacyAnswers;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.Session;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcException;
import dev.gatehouse.rpc.RpcMessage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP+SSE transport of 2024-11-05: messages to the client go down one stream, messages from it are posted separately. A stream and the
 * posts to it must have a key of the same rotation chain.
 */
final class SseEndpoint implements Transport {

  /** The query parameter that names the stream. */
  private static final String SESSION = "sessionId";

  private final LegacyWire wire;
  private final Sessions sessions;
  private final UnreadResponses unread;
  private final ForwardedPrefix prefix;

  SseEndpoint(LegacyWire wire, Sessions sessions, UnreadResponses unread, ForwardedPrefix prefix) {
    this.prefix = prefix;
    this.unread = unread;
    this.wire = wire;
    this.sessions = sessions;
  }

  @Override
  public void mount(TransportRoutes routes) {
    routes.get("/sse", this::open);
    routes.post("/messages", this::message);
  }

  private void open(RoutingContext rc) {
    if (!Accept.of(rc.request().headers()).stream()) {
      rc.fail(McpErrors.noStream());
      return;
    }
    // Read before the stream forgets its request's headers.
    String messages = messages(rc);
    Later.on(rc, sessions.open(rc.get(Principal.KEY), rc.get(TenantHandler.KEY), true, Revision.V2024_11_05, Json.object()),
        session -> stream(rc, session, messages), failure -> rc.fail(McpErrors.of(failure)));
  }

  private void stream(RoutingContext rc, Session session, String messages) {
    if (rc.response().closed()) {
      // Its client left while the session was opened. No close handler that is set from now on would be called.
      sessions.close(session);
      return;
    }
    SseStream connection = SseStream.open(rc, unread, memory(rc, session));
    connection.onClosed(() -> sessions.close(session));
    rc.response().closeHandler(gone -> connection.closed());
    connection.named("endpoint", Buffer.buffer(messages + "?" + SESSION + "=" + session.id()));
    sessions.show(session, messagesOn(connection), null);
  }

  private MemoryLease memory(RoutingContext rc, Session session) {
    try {
      return RequestMemory.stream(rc);
    } catch (McpException full) {
      sessions.close(session);
      throw full;
    }
  }

  /** Not cut from the path as it was sent: of {@code //sse} that would leave {@code //messages}, another host's address. */
  private String messages(RoutingContext rc) {
    String tenant = rc.pathParam(TenantHandler.PARAMETER);
    return prefix.of(rc.request()) + (tenant == null ? "" : "/t/" + tenant) + "/messages";
  }

  /** This revision's events have no ids: nothing is resumed. */
  private static EventReader messagesOn(SseStream connection) {
    return new EventReader() {
      @Override
      public void event(@Nullable String id, Buffer data) {
        connection.message(data);
      }

      @Override
      public void end() {
        connection.end();
      }
    };
  }

  private void message(RoutingContext rc) {
    Later.on(rc, sessions.find(rc.request().getParam(SESSION), rc.get(Principal.KEY), rc.get(TenantHandler.KEY)),
        session -> message(rc, session), failure -> {
          RequestMemory.close(rc);
          Reply.send(rc.response(), LegacyAnswers.notFound(null, failure));
        });
  }

  private void message(RoutingContext rc, @Nullable Session session) {
    if (session == null || !session.isBound()) {
      RequestMemory.close(rc);
      Reply.send(rc.response(), Reply.refusal(404, "There is no such stream of this key. Open one with GET on /sse.", Map.of()));
      return;
    }
    BodyReader.inbound(rc, new CallCancellation(), session.streams().own())
        .onSuccess(in -> message(rc, session, in))
        .onFailure(rc::fail);
  }

  private void message(RoutingContext rc, Session session, Inbound in) {
    RpcMessage message;
    try {
      message = RpcCodec.read(in.body());
    } catch (RpcException e) {
      RequestMemory.close(rc);
      Reply.send(rc.response(), LegacyAnswers.malformed(in.body(), e));
      return;
    }
    in.memory().retain();
    Reply.send(rc.response(), Answer.ACCEPTED);
    RequestMemory.close(rc);
    wire.message(session, message, in)
        .compose(answer -> answer.content() == null
            ? Future.succeededFuture()
            : OffLoopJson.write(session.tenant(), answer.content()).onSuccess(session.streams().own()::send))
        .onComplete(done -> {
          in.memory().release();
          in.ended();
        });
  }
}
