package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.trace.RequestTrace;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.OffLoopJson;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.mcp.legacy.EventReader;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The response to one POST. It stays undecided as long as possible: its status is that of the answer, unless a message must be sent before
 * it, which makes it a stream.
 */
final class PostReply implements Outlet {

  private final RoutingContext rc;
  private final Accept accept;
  private final UnreadResponses unread;
  private final MemoryLease memory;
  private final RequestTrace trace;
  private final Context context;
  private final CallCancellation gone = new CallCancellation();
  /** Whether a message was sent first, so that the answer must queue behind it. */
  private volatile boolean used;
  /** Whether the answer is being sent by itself, so that the response can no longer become a stream. */
  private boolean answered;
  private @Nullable SseStream stream;
  private Runnable whenSilent = this::stream;

  /**
   * Creates a reply.
   *
   * @param accept which forms its client takes
   * @param memory what the request holds of its tenant's byte budget; closed when the response is written or its client is gone
   */
  PostReply(RoutingContext rc, Accept accept, UnreadResponses unread, MemoryLease memory) {
    this.rc = rc;
    this.accept = accept;
    this.unread = unread;
    this.memory = memory;
    this.trace = RequestTraces.of(rc);
    this.context = rc.vertx().getOrCreateContext();
    rc.response().closeHandler(closed -> {
      gone.cancel();
      memory.close();
    });
  }

  /** Cancelled when the client goes away. */
  CallCancellation gone() {
    return gone;
  }

  /** Whether the client accepts an answer in any supported form. */
  boolean canAnswer() {
    return accept.json() || accept.stream();
  }

  @Override
  public boolean canStream() {
    return accept.stream();
  }

  @Override
  public void send(RpcMessage message) {
    if (canStream()) {
      Buffer data = Json.write(RpcCodec.write(message));
      open(sse -> sse.message(data));
    }
  }

  @Override
  public void stream() {
    open(sse -> {});
  }

  @Override
  public void onSilence(Runnable action) {
    whenSilent = action;
  }

  /**
   * Nothing was written for long: a client that asks for streams by name gets one now, so that no proxy gives up the response. Its status
   * is 200 then, whatever the answer's would have been. Called on the event loop.
   */
  void silent() {
    if (!used && accept.namesStream() && !rc.response().closed()) {
      whenSilent.run();
      open(SseStream::comment);
    }
  }

  /** Makes the response a stream, on the event loop. Tool threads send; the queue of the event loop keeps the order. */
  private void open(Consumer<SseStream> then) {
    used = true;
    context.runOnContext(now -> {
      if (stream == null && !answered && !rc.response().closed() && !rc.response().ended()) {
        SseStream opened = SseStream.open(rc, unread, memory);
        stream = opened;
        gone.onCancel(opened::closed);
      }
      if (stream != null) {
        then.accept(stream);
      }
    });
  }

  /** The response as a connection of a session's stream. */
  EventReader reader() {
    return new EventReader() {
      @Override
      public void event(@Nullable String id, Buffer data) {
        open(sse -> sse.event(id, data));
      }

      @Override
      public void end() {
        open(SseStream::end);
      }
    };
  }

  /** Called on the event loop. An answer that cannot be written fails the request. */
  void finish(Answer answer) {
    try {
      write(answer);
    } catch (RuntimeException failure) {
      fail(failure);
    }
  }

  private void write(Answer answer) {
    if (rc.response().closed()) {
      // Nobody is there to read it.
      end();
      return;
    }
    Answer.Body content = answer.content();
    if (!used && content != null && content.exceeds(OffLoopJson.LONG)) {
      answered = true;
      OffLoopJson.write(tenant(), content)
          .onSuccess(body -> send(answer, body))
          .onFailure(this::fail);
    } else if (!used) {
      send(answer, content == null ? null : content.write());
    } else if (answer != Answer.STREAMED) {
      OffLoopJson.write(tenant(), Objects.requireNonNull(content)).onComplete(written -> open(sse -> {
        if (written.succeeded()) {
          sse.message(written.result());
        }
        sse.end();
        end();
      }));
    } else {
      end();
    }
  }

  private void fail(Throwable failure) {
    rc.fail(failure);
    ended();
  }

  private void end() {
    memory.close();
    ended();
  }

  private void ended() {
    if (trace != RequestTrace.NONE) {
      trace.written();
    }
  }

  /** Sends the answer; to a client that accepts only streams, as the one event of a stream with the answer's own status. */
  private void send(Answer answer, @Nullable Buffer json) {
    boolean event = json != null && !accept.json();
    Buffer body = json != null && event ? SseStream.messageEvent(json) : json;
    Future<Void> written = Reply.send(rc.response(), answer, event ? Reply.EVENT_STREAM : Reply.JSON, body);
    if (body != null) {
      unread.count(memory.budget(), rc.request(), body.length(), written);
    }
    memory.close();
    if (trace != RequestTrace.NONE) {
      written.onComplete(sent -> trace.written());
    }
  }

  private String tenant() {
    return rc.<Principal>get(Principal.KEY).tenant();
  }
}
