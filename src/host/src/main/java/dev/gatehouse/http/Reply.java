package dev.gatehouse.http;

import dev.gatehouse.mcp.Answer;
import dev.gatehouse.rpc.RpcError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers as HTTP responses. */
final class Reply {

  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");

  private Reply() {
  }

  static void send(HttpServerResponse response, Answer answer) {
    if (!response.closed() && !response.ended()) {
      send(response, answer, JSON, answer.content() == null ? null : answer.content().write());
    }
  }

  /**
   * Sends an answer.
   *
   * @param type the body's media type
   * @param body already written; null for none
   * @return when it has left the host
   */
  static Future<Void> send(HttpServerResponse response, Answer answer, CharSequence type, @Nullable Buffer body) {
    if (response.closed() || response.ended()) {
      return Future.succeededFuture();
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    return body == null ? response.end() : response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
  }

  /** A refusal before any message was understood; its code is the status. */
  static Answer refusal(int status, String message, Map<String, String> headers) {
    return Answer.error(status, null, RpcError.of(status, message), headers);
  }
}
