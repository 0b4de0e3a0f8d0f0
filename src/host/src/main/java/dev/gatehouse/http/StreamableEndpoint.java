package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.legacy.EventStream;
import dev.gatehouse.mcp.legacy.LegacyAnswers;
import dev.gatehouse.mcp.legacy.LegacyPosts;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.Session;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.mcp.modern.ModernWire;
import dev.gatehouse.rpc.RpcCodec;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Streamable HTTP transport, both eras on one path: each POST is passed to the wire of its era. */
final class StreamableEndpoint implements Transport {

  private static final String PATH = "/mcp";
  private static final String LAST_EVENT_HEADER = "Last-Event-ID";
  /** After this a response becomes a stream, so that no proxy gives it up. Proxies wait for 30 seconds or more. Over the default of {@code calls.queueTimeout}: a call that waited in vain keeps its status. */
  private static final Duration SILENCE = Duration.ofSeconds(11);

  private final ModernWire modern;
  private final LegacyPosts legacy;
  private final Sessions sessions;
  private final UnreadResponses unread;
  private final Challenges challenges;

  StreamableEndpoint(ModernWire modern, LegacyWire legacy, Sessions sessions, UnreadResponses unread, Challenges challenges) {
    this.challenges = challenges;
    this.unread = unread;
    this.modern = modern;
    this.legacy = new LegacyPosts(legacy, sessions);
    this.sessions = sessions;
  }

  @Override
  public void mount(TransportRoutes routes) {
    Timeouts<PostReply> silence = new Timeouts<>(routes.vertx(), SILENCE, PostReply::silent);
    routes.post(PATH, rc -> post(rc, silence));
    routes.get(PATH, this::get);
    routes.delete(PATH, this::delete);
    routes.otherwise(PATH, StreamableEndpoint::notAllowed);
  }

  private void post(RoutingContext rc, Timeouts<PostReply> silence) {
    MemoryLease memory = RequestMemory.of(rc);
    PostReply reply = new PostReply(rc, Accept.of(rc.request().headers()), unread, memory);
    // An older client may go away while its call runs on.
    memory.retain();
    BodyReader.inbound(rc, reply.gone(), reply)
        .compose(in -> answer(in, reply, silence))
        .onComplete(answer -> reply.finish(challenges.complete(rc, answer)), rc::fail)
        .onComplete(done -> memory.release());
  }

  private Future<Answer> answer(Inbound in, PostReply reply, Timeouts<PostReply> silence) {
    if (!reply.canAnswer() && RpcCodec.holdsRequest(in.body())) {
      return Future.failedFuture(McpErrors.noAnswer());
    }
    Future<Answer> answer = ModernWire.recognises(in) ? modern.handle(in) : legacy.post(in, reply::reader);
    if (!answer.isComplete()) {
      silence.begin(reply);
      answer.onComplete(done -> silence.end(reply));
    }
    return answer;
  }

  /** A session's own stream, or the rest of one that broke off. */
  private void get(RoutingContext rc) {
    Session session = session(rc);
    if (session == null) {
      return;
    }
    String last = rc.request().getHeader(LAST_EVENT_HEADER);
    EventStream stream = last == null ? session.own() : session.streamOf(last);
    long after = last == null ? Long.MAX_VALUE : EventStream.place(last);
    if (stream == null) {
      Reply.send(rc.response(), Reply.refusal(404, "No stream of this session has the event of " + LAST_EVENT_HEADER
          + ", or it was too long ago.", Map.of()));
    } else if (stream.isOver(after)) {
      // Of an empty stream a client would come back again and again; this ends that (WHATWG HTML, section 9.2.1).
      Reply.send(rc.response(), new Answer(204, Map.of(), null));
    } else if (!Accept.of(rc.request().headers()).stream()) {
      rc.fail(McpErrors.noStream());
    } else {
      read(rc, session, stream, after);
    }
  }

  private void read(RoutingContext rc, Session session, EventStream stream, long after) {
    SseStream connection = SseStream.open(rc, unread, RequestMemory.stream(rc));
    Runnable ended = sessions.reader(session, rc.get(Principal.KEY), () -> {
      stream.lost(connection);
      connection.end();
    });
    connection.onClosed(() -> {
      stream.lost(connection);
      ended.run();
    });
    rc.response().closeHandler(gone -> connection.closed());
    connection.comment();
    stream.read(connection, after);
  }

  /** Ends a session. */
  private void delete(RoutingContext rc) {
    Session session = session(rc);
    if (session != null) {
      sessions.close(session);
      Reply.send(rc.response(), new Answer(204, Map.of(), null));
    }
  }

  private static void notAllowed(RoutingContext rc) {
    Reply.send(rc.response(), Reply.refusal(405, "This path takes POST; GET and DELETE need an " + LegacyPosts.SESSION_HEADER + ".",
        Map.of("Allow", "POST")));
  }

  /** The session that the request names, or null: then it is answered. */
  private @Nullable Session session(RoutingContext rc) {
    String id = rc.request().getHeader(LegacyPosts.SESSION_HEADER);
    if (id == null) {
      notAllowed(rc);
      return null;
    }
    String version = rc.request().getHeader(Revision.HEADER);
    Session session = sessions.find(id, rc.get(Principal.KEY));
    if (session == null) {
      Reply.send(rc.response(), LegacyAnswers.unknownSession(null));
    } else if (version != null && !LegacyPosts.serves(version)) {
      Reply.send(rc.response(), LegacyAnswers.unservedVersion(version));
      return null;
    }
    return session;
  }
}
