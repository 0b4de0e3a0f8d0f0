package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.legacy.EventId;
import dev.gatehouse.mcp.legacy.EventReader;
import dev.gatehouse.mcp.legacy.LegacyAnswers;
import dev.gatehouse.mcp.legacy.LegacyPosts;
import dev.gatehouse.mcp.legacy.LegacyWire;
import dev.gatehouse.mcp.legacy.ResumedStream;
import dev.gatehouse.mcp.legacy.Session;
import dev.gatehouse.mcp.legacy.Sessions;
import dev.gatehouse.mcp.modern.ModernWire;
import dev.gatehouse.rpc.RpcCodec;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Streamable HTTP transport, both eras on one path: each POST is passed to the wire of its era. */
final class StreamableEndpoint implements Transport {

  private static final String PATH = "/mcp";
  private static final String LAST_EVENT_HEADER = "Last-Event-ID";
  /**
   * After this a response becomes a stream, so that no proxy gives it up. Proxies wait for 30 seconds or more. Over the default of {@code
   * calls.queueTimeout}: a call that waited in vain keeps its status.
   */
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
    Timeouts<PostReply> silence = new Timeouts<>(routes.vertx(), SILENCE, Duration.ZERO, PostReply::silent);
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
    String last = rc.request().getHeader(LAST_EVENT_HEADER);
    EventId seen = last == null ? null : EventId.of(last);
    session(rc, session -> {
      if (last != null && seen == null) {
        noSuchEvent(rc);
      } else if (seen == null || seen.isOwn()) {
        own(rc, session, seen == null ? null : seen.place());
      } else {
        Later.on(rc, session.streams().resume(seen), rest -> rest(rc, session, rest), away -> refuse(rc, away));
      }
    });
  }

  private static void noSuchEvent(RoutingContext rc) {
    Reply.send(rc.response(), Reply.refusal(404, "No stream of this session has the event of " + LAST_EVENT_HEADER
        + ", or it was too long ago.", Map.of()));
  }

  private void own(RoutingContext rc, Session session, @Nullable String after) {
    SseStream connection = connect(rc, session, session.streams().own()::lost);
    if (connection != null) {
      sessions.show(session, connection, after);
    }
  }

  private void rest(RoutingContext rc, Session session, ResumedStream rest) {
    if (!rest.isKnown()) {
      noSuchEvent(rc);
    } else if (rest.isOver()) {
      // Of an empty stream a client would come back again and again; this ends that (WHATWG HTML, section 9.2.1).
      Reply.send(rc.response(), new Answer(204, Map.of(), null));
    } else {
      SseStream connection = connect(rc, session, gone -> rest.lost());
      if (connection != null) {
        rest.show(connection);
      }
    }
  }

  /**
   * Makes the response a connection of a session's stream.
   *
   * @param lost runs when it has ended
   * @return the connection; null when there is none
   */
  private @Nullable SseStream connect(RoutingContext rc, Session session, Consumer<EventReader> lost) {
    if (!Accept.of(rc.request().headers()).stream()) {
      rc.fail(McpErrors.noStream());
      return null;
    }
    if (rc.response().closed()) {
      // Its client left while the store was asked. No close handler that is set from now on would be called.
      return null;
    }
    SseStream connection = SseStream.open(rc, unread, RequestMemory.stream(rc));
    Runnable ended = sessions.reader(session, rc.get(Principal.KEY), () -> {
      lost.accept(connection);
      connection.end();
    });
    connection.onClosed(() -> {
      lost.accept(connection);
      ended.run();
    });
    rc.response().closeHandler(gone -> connection.closed());
    connection.comment();
    return connection;
  }

  /** Ends a session. */
  private void delete(RoutingContext rc) {
    session(rc, session -> Later.on(rc, sessions.close(session), closed -> Reply.send(rc.response(), new Answer(204, Map.of(), null)),
        away -> refuse(rc, away)));
  }

  private static void refuse(RoutingContext rc, Throwable failure) {
    Reply.send(rc.response(), LegacyAnswers.notFound(null, failure));
  }

  private static void notAllowed(RoutingContext rc) {
    Reply.send(rc.response(), Reply.refusal(405, "This path takes POST; GET and DELETE need an " + LegacyPosts.SESSION_HEADER + ".",
        Map.of("Allow", "POST")));
  }

  /** Finds the session that the request names; a request that names none is answered. */
  private void session(RoutingContext rc, Consumer<Session> found) {
    String id = rc.request().getHeader(LegacyPosts.SESSION_HEADER);
    if (id == null) {
      notAllowed(rc);
    } else {
      Later.on(rc, sessions.find(id, rc.get(Principal.KEY), rc.get(TenantHandler.KEY)), session -> take(rc, session, found),
          failure -> refuse(rc, failure));
    }
  }

  private static void take(RoutingContext rc, @Nullable Session session, Consumer<Session> found) {
    String version = rc.request().getHeader(Revision.HEADER);
    if (session == null) {
      Reply.send(rc.response(), LegacyAnswers.unknownSession(null));
    } else if (version != null && !LegacyPosts.serves(version)) {
      Reply.send(rc.response(), LegacyAnswers.unservedVersion(version));
    } else {
      found.accept(session);
    }
  }
}
