package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.ModernWire;
import dev.gatehouse.mcp.legacy.EventStream;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.Session;
import dev.gatehouse.mcp.legacy.Sessions;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Streamable HTTP, both eras on one path: each POST goes to the wire that it was written for. */
final class StreamableEndpoint {

  private static final String LAST_EVENT_HEADER = "Last-Event-ID";

  private final ModernWire modern;
  private final LegacyWire legacy;
  private final Sessions sessions;

  StreamableEndpoint(ModernWire modern, LegacyWire legacy, Sessions sessions) {
    this.modern = modern;
    this.legacy = legacy;
    this.sessions = sessions;
  }

  void post(RoutingContext rc) {
    PostReply reply = new PostReply(rc);
    Inbound in = Requests.inbound(rc, reply.gone(), reply);
    Future<Answer> answer = ModernWire.recognises(in) ? modern.handle(in) : legacy.post(in, () -> connection(reply));
    answer.onSuccess(reply::finish).onFailure(rc::fail);
  }

  private static EventStream.Reader connection(PostReply reply) {
    return reply.reader();
  }

  /** A session's own stream, or the rest of one that broke off. */
  void get(RoutingContext rc) {
    if (rc.request().getHeader(LegacyWire.SESSION_HEADER) == null) {
      notAllowed(rc);
      return;
    }
    Session session = session(rc);
    String last = rc.request().getHeader(LAST_EVENT_HEADER);
    EventStream stream = session == null ? null : last == null ? session.own() : session.streamOf(last);
    if (session == null) {
      Reply.send(rc.response(), LegacyWire.unknownSession());
    } else if (stream == null) {
      Reply.send(rc.response(), Reply.refusal(404, "No stream of this session has the event of " + LAST_EVENT_HEADER
          + ", or it was too long ago.", Map.of()));
    } else {
      SseStream connection = SseStream.open(rc.vertx(), rc.response());
      rc.response().closeHandler(closed -> {
        connection.closed(rc.vertx());
        stream.lost(connection);
      });
      stream.read(connection, last == null ? Long.MAX_VALUE : EventStream.place(last));
    }
  }

  /** Ends a session. */
  void delete(RoutingContext rc) {
    if (rc.request().getHeader(LegacyWire.SESSION_HEADER) == null) {
      notAllowed(rc);
      return;
    }
    Session session = session(rc);
    if (session == null) {
      Reply.send(rc.response(), LegacyWire.unknownSession());
    } else {
      sessions.close(session);
      Reply.send(rc.response(), new Answer(204, Map.of(), null));
    }
  }

  static void notAllowed(RoutingContext rc) {
    Reply.send(rc.response(), Reply.refusal(405, "This path takes POST; GET and DELETE need an " + LegacyWire.SESSION_HEADER + ".",
        Map.of("Allow", "POST")));
  }

  private Session session(RoutingContext rc) {
    Principal principal = rc.get(Principal.KEY);
    return sessions.find(rc.request().getHeader(LegacyWire.SESSION_HEADER), principal);
  }
}
