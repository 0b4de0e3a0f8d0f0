package dev.gatehouse.mcp.legacy;

import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.OffLoopJson;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcMessage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reply to one POST: JSON, or, when a message is sent before the response, a stream of the session, which the client can resume.
 */
final class StreamedReply implements Outlet {

  private final Session session;
  private final Supplier<EventReader> connection;
  private final boolean canStream;
  private @Nullable RequestStream stream;

  /**
   * Creates a reply.
   *
   * @param response the HTTP response
   * @param connection turns that response into a connection of the session's stream
   */
  StreamedReply(Session session, Outlet response, Supplier<EventReader> connection) {
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
      opened().send(Json.write(RpcCodec.write(message)));
    }
  }

  @Override
  public synchronized void stream() {
    opened();
  }

  private RequestStream opened() {
    if (stream == null) {
      stream = session.streams().open(connection.get());
      if (session.revision().since(Revision.V2025_11_25)) {
        // Carries an id before any message can be lost. Older revisions get none, since their parsers fail on empty data.
        stream.send(Buffer.buffer());
      }
    }
    return stream;
  }

  /** Ends the connection; the client reconnects after the id of the last event that it has seen. */
  @Override
  public synchronized void release() {
    if (canStream) {
      opened().detach();
    }
  }

  /**
   * Sends the response.
   *
   * @param answer has no body when there is no response, or the request was cancelled
   * @param owed whether a request was posted: the transport then requires JSON or a stream, if an empty one
   */
  synchronized Future<Answer> finish(Answer answer, boolean owed) {
    if (stream == null && (answer.content() != null || !owed || !canStream)) {
      return Future.succeededFuture(answer);
    }
    if (answer.content() != null) {
      RequestStream open = opened();
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
