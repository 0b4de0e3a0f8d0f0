package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcError;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcResponse;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes back for one POST.
 *
 * @param status the HTTP status
 * @param headers more headers
 * @param content the body, or null for none
 */
public record Answer(int status, Map<String, String> headers, @Nullable Body content) {

  /** The body of an answer, which is made when it is needed: as a tree, or written. */
  @FunctionalInterface
  public interface Body {

    /** As a tree. */
    JsonNode json();

    /** Whether it has more than so many characters, about. */
    default boolean exceeds(long characters) {
      return JsonSize.exceeds(json(), characters);
    }

    /** Writes it, on one line. */
    default Buffer write() {
      return Json.write(json());
    }
  }

  /** Taken, nothing to say: what a notification gets. */
  public static final Answer ACCEPTED = new Answer(202, Map.of(), null);

  /** Sent already, as the last message of a stream. */
  public static final Answer STREAMED = new Answer(200, Map.of(), null);

  /** Done. */
  public static Answer ok(JsonNode body) {
    return new Answer(200, Map.of(), () -> body);
  }

  /**
   * An error. Where the request's id was not read, JSON-RPC 2.0 section 5 says {@code "id":null}, which MCP's schemas know in no
   * revision. So the protocol's own errors go without an id then, and refusals of the transport, whose codes are those of HTTP,
   * with null: the official Python client shows the message of an error that has an id or null, and drops any other.
   *
   * @param id the request's id, or null when it was not read or there is none
   */
  public static Answer error(int status, @Nullable RpcId id, RpcError error, Map<String, String> headers) {
    ObjectNode body = RpcCodec.write(RpcResponse.of(id, error));
    JsonNode json = id == null && error.code() > 0 ? body.putNull("id") : body;
    return new Answer(status, headers, () -> json);
  }

  /** The body as a tree, or null for none. */
  public @Nullable JsonNode body() {
    return content == null ? null : content.json();
  }

  /** The same with other headers. */
  public Answer with(Map<String, String> others) {
    return others.isEmpty() ? this : new Answer(status, others, content);
  }
}
