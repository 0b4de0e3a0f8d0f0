package dev.gatehouse.mcp.legacy;

import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.OffLoopJson;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.RpcMessage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reply to one POST: JSON, unless something goes before the answer, which makes it a stream of the session that the client can
 * resume.
 */
final class StreamedReply implements Outlet {

  private final Session session;
  private final Supplier<EventStream.Reader> connection;
  private final boolean canStream;
  private @Nullable EventStream stream;

  /**
   * A reply.
   *
   * @param response the HTTP response, which the client may lose without losing the reply
   * @param connection makes that response a connection of the session's stream
   */
  StreamedReply(Session session, Outlet response, Supplier<EventStream.Reader> connection) {
    this.session = session;
    this.connection = connection;
    this.canStream = response.canStream();
    response.onSilence(this::stream);
  }

  @Override
  public boolean canStream() {
    return canStream;
  }

  @Override
  public synchronized void send(RpcMessage message) {
    if (canStream) {
      opened().send(message);
    }
  }

  @Override
  public synchronized void stream() {
    opened();
  }

  private EventStream opened() {
    if (stream == null) {
      stream = session.open();
      stream.read(connection.get(), 0);
      if (session.revision().since(Revision.V2025_11_25)) {
        // Tells an id before there is anything to lose; older parsers choke on empty data.
        stream.send(Buffer.buffer());
      }
    }
    return stream;
  }

  /** The client polls for the rest: the first event tells it where it was. */
  @Override
  public synchronized void release() {
    if (canStream) {
      opened().detach();
    }
  }

  /**
   * Sends the answer.
   *
   * @param answer without a body when there is none, or it was cancelled
   * @param owed whether a request was posted: it gets JSON or a stream even then, the transport says, if an empty one
   */
  synchronized Future<Answer> finish(Answer answer, boolean owed) {
    if (stream == null && (answer.content() != null || !owed || !canStream)) {
      return Future.succeededFuture(answer);
    }
    if (answer.content() != null) {
      EventStream open = opened();
      return OffLoopJson.write(session.tenant(), answer.content()).onSuccess(open::send).onComplete(sent -> open.end())
          .map(Answer.STREAMED);
    }
    if (stream == null) {
      connection.get().end();
    } else {
      stream.end();
    }
    return Future.succeededFuture(Answer.STREAMED);
  }
}
