package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.ModernWire;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.Session;
import dev.gatehouse.mcp.legacy.Sessions;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Streamable HTTP, both eras on one path: each POST goes to the wire that it was written for. */
final class StreamableEndpoint {

  private final ModernWire modern;
  private final LegacyWire legacy;
  private final Sessions sessions;

  StreamableEndpoint(ModernWire modern, LegacyWire legacy, Sessions sessions) {
    this.modern = modern;
    this.legacy = legacy;
    this.sessions = sessions;
  }

  void post(RoutingContext rc) {
    Inbound in = Requests.inbound(rc);
    rc.response().closeHandler(closed -> in.cancellation().cancel());
    Future<Answer> answer = ModernWire.recognises(in) ? modern.handle(in) : legacy.post(in);
    answer.onSuccess(ready -> Reply.send(rc.response(), ready)).onFailure(rc::fail);
  }

  /** A session's own stream is not offered; clients take 405 for that. */
  void get(RoutingContext rc) {
    String id = rc.request().getHeader(LegacyWire.SESSION_HEADER);
    if (id != null && session(rc) == null) {
      Reply.send(rc.response(), LegacyWire.unknownSession());
    } else {
      notAllowed(rc);
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
    Reply.send(rc.response(), Reply.refusal(405, "This path takes POST.", Map.of("Allow", "POST, DELETE")));
  }

  private Session session(RoutingContext rc) {
    Principal principal = rc.get(Principal.KEY);
    return sessions.find(rc.request().getHeader(LegacyWire.SESSION_HEADER), principal);
  }
}
