package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.LongWork;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.mcp.legacy.EventStream;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.tool.CallCancellation;
import dev.gatehouse.tool.bulkhead.MemoryLease;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * The response to one POST, undecided for as long as it can be: its status is the answer's, unless a message must go first and makes it
 * a stream.
 */
final class PostReply implements Outlet {

  private final RoutingContext rc;
  private final Unread unread;
  private final MemoryLease memory;
  private final Context context;
  private final CallCancellation gone = new CallCancellation();
  /** Whether something was sent ahead, and so the answer must queue behind it. */
  private volatile boolean used;
  /** Whether the answer is on its way alone: nothing may make a stream of the response any more. */
  private boolean answered;
  private SseStream stream;

  /**
   * A response.
   *
   * @param memory what the request holds of its tenant's byte budget; closed when the response is written or its client is gone
   */
  PostReply(RoutingContext rc, Unread unread, MemoryLease memory) {
    this.rc = rc;
    this.unread = unread;
    this.memory = memory;
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

  @Override
  public void send(RpcMessage message) {
    Buffer data = Json.write(RpcCodec.write(message));
    open(sse -> sse.data(data));
  }

  @Override
  public void stream() {
    open(sse -> { });
  }

  /** Tool threads send, the event loop commits. In order: both go through its queue. */
  private void open(Consumer<SseStream> then) {
    used = true;
    context.runOnContext(now -> {
      if (stream == null && !answered && !rc.response().closed() && !rc.response().ended()) {
        stream = SseStream.open(rc, unread, memory);
        gone.onCancel(() -> stream.closed(rc.vertx()));
      }
      if (stream != null) {
        then.accept(stream);
      }
    });
  }

  /** The response as a connection of a session's stream. */
  EventStream.Reader reader() {
    return new EventStream.Reader() {
      @Override
      public void event(EventStream.Event event) {
        open(sse -> sse.event(event));
      }

      @Override
      public void end() {
        open(SseStream::end);
      }
    };
  }

  /** Called on the event loop. */
  void finish(Answer answer) {
    if (rc.response().closed()) {
      // Nobody is there to read it.
      memory.close();
      return;
    }
    if (!used && answer.body() != null && JsonSize.exceeds(answer.body(), LongWork.LONG)) {
      answered = true;
      LongWork.write(tenant(), answer.body())
          .onSuccess(body -> send(answer, body))
          .onFailure(rc::fail);
    } else if (!used) {
      send(answer, answer.body() == null ? null : Json.write(answer.body()));
    } else if (answer != Answer.STREAMED) {
      LongWork.write(tenant(), answer.body()).onComplete(written -> open(sse -> {
        if (written.succeeded()) {
          sse.data(written.result());
        }
        sse.end();
        memory.close();
      }));
    } else {
      memory.close();
    }
  }

  private void send(Answer answer, Buffer body) {
    Future<Void> written = Reply.send(rc.response(), answer, body);
    if (body != null) {
      unread.count(memory.budget(), rc.request(), body.length(), written);
    }
    memory.close();
  }

  private String tenant() {
    return rc.<Principal>get(Principal.KEY).tenant();
  }
}
