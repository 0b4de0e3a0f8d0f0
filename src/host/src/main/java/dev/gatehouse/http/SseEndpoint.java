package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.Session;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcException;
import dev.gatehouse.rpc.RpcMessage;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP+SSE of 2024-11-05: everything to the client goes down one stream, everything from it is posted beside. A stream and what is
 * posted to it must be the same key's.
 */
final class SseEndpoint {

  /** The query parameter that names the stream. */
  private static final String SESSION = "sessionId";

  private final LegacyWire wire;
  private final Sessions sessions;
  /** Of all event loops: a POST may arrive on another one than its stream. */
  private final Map<Session, SseStream> streams = new ConcurrentHashMap<>();

  SseEndpoint(LegacyWire wire, Sessions sessions) {
    this.wire = wire;
    this.sessions = sessions;
  }

  void open(RoutingContext rc) {
    Principal principal = rc.get(Principal.KEY);
    Session session = sessions.open(principal, Revision.V2024_11_05);
    SseStream stream = SseStream.open(rc.vertx(), rc.response(), () -> close(session));
    streams.put(session, stream);
    session.onClose(stream::end);
    String path = rc.request().path();
    String messages = path.substring(0, path.length() - "/sse".length()) + "/messages";
    stream.event("endpoint", messages + "?" + SESSION + "=" + session.id());
  }

  private void close(Session session) {
    streams.remove(session);
    sessions.close(session);
  }

  void message(RoutingContext rc) {
    Session session = sessions.find(rc.request().getParam(SESSION), rc.get(Principal.KEY));
    SseStream stream = session == null ? null : streams.get(session);
    if (stream == null) {
      Reply.send(rc.response(), Reply.refusal(404, "There is no such stream of this key. Open one with GET on /sse.", Map.of()));
      return;
    }
    Inbound in = Requests.inbound(rc);
    RpcMessage message;
    try {
      message = RpcCodec.read(in.body());
    } catch (RpcException e) {
      Reply.send(rc.response(), LegacyWire.malformed(in.body(), e));
      return;
    }
    Reply.send(rc.response(), Answer.ACCEPTED);
    wire.message(session, message, in).onSuccess(answer -> {
      if (answer.body() != null) {
        stream.event("message", answer.body().toString());
      }
    });
  }
}
