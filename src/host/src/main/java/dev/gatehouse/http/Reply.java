package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** Writes answers. */
final class Reply {

  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");

  private Reply() {
  }

  static void send(HttpServerResponse response, Answer answer) {
    if (!response.closed() && !response.ended()) {
      send(response, answer, JSON, answer.body() == null ? null : Json.write(answer.body()));
    }
  }

  /**
   * Sends an answer.
   *
   * @param type the body's media type
   * @param body already written; null for none
   * @return when it has left the host
   */
  static Future<Void> send(HttpServerResponse response, Answer answer, CharSequence type, Buffer body) {
    if (response.closed() || response.ended()) {
      return Future.succeededFuture();
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    return body == null ? response.end() : response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
  }

  /** A refusal before any message was understood; its code is the status. */
  static Answer refusal(int status, String message, Map<String, String> headers) {
    return error(status, RpcError.of(status, message), headers);
  }

  /**
   * An error about a request whose id was not read. JSON-RPC 2.0 section 5 says {@code "id":null} then, which MCP's schemas
   * know in no revision. So the protocol's own errors go without an id, and refusals of the transport, whose codes are those of
   * HTTP, with null: the official Python client shows the message of an error that has an id or null, and drops any other.
   */
  static Answer error(int status, RpcError error, Map<String, String> headers) {
    ObjectNode body = RpcCodec.write(RpcResponse.of((RpcId) null, error));
    return new Answer(status, headers, error.code() > 0 ? body.putNull("id") : body);
  }
}
