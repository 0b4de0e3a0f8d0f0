package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.rpc.Json;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The channel from a running call back to its client, independent of the protocol version. Implemented in {@code mcp}, once for each era.
 * Methods may be called from any thread and do not block.
 */
public interface ClientChannel {

  /** Nobody to talk to. */
  ClientChannel NONE = new ClientChannel() {
  };

  /** What the call's request, arguments and answer hold of the tenant's byte budget. */
  default MemoryLease memory() {
    return MemoryLease.unbounded();
  }

  /** What the client says it can do (MCP {@code ClientCapabilities}); never null. Not to be changed. */
  default ObjectNode capabilities() {
    return Json.object();
  }

  /** The request's {@code _meta}, trace context included; never null. Not to be changed. */
  default ObjectNode meta() {
    return Json.object();
  }

  /** Whether the client wants to hear of progress. */
  default boolean wantsProgress() {
    return false;
  }

  /**
   * Tells how far the call is; nothing happens unless the client asked for it and the number grew.
   *
   * @param total what there is in all, or null when unknown
   * @param message in words, or null
   */
  default void progress(double progress, @Nullable Double total, @Nullable String message) {
  }

  /**
   * Sends a log message; nothing happens unless the client asked for that level.
   *
   * @param level one of MCP's: {@code debug}, {@code info}, {@code notice}, {@code warning}, {@code error}, {@code critical},
   *     {@code alert}, {@code emergency}
   * @param logger who speaks, or null
   * @param data a string or any JSON
   */
  default void log(String level, @Nullable String logger, JsonNode data) {
  }

  /**
   * Asks the client, all questions at once. Keys name them: on a wire that runs the call again for each round, the same key must mean
   * the same question. The caller has checked that the client's {@link #capabilities} allow each of them.
   *
   * @return the answers by key, each the result that the protocol defines for the question's method; fails with
   *     {@link InputRequiredException} when the call has to be run again with them
   */
  default CompletionStage<Map<String, JsonNode>> ask(Map<String, InputRequest> questions) {
    return CompletableFuture.failedFuture(new MissingCapabilityException(Json.object()));
  }

  /** The least severe level of log messages that the client wants to hear, or null for none. */
  default @Nullable String logLevel() {
    return null;
  }

  /**
   * The answers that the client has sent along with the call, where it answers in rounds: each question is answered by these or ends the
   * round, at once. Null where the client is asked while the call runs. Not to be changed.
   */
  default @Nullable ObjectNode answers() {
    return null;
  }

  /** Whether the client has sent answers along with the call. Their form is the client's, and their length too. */
  default boolean hasAnswers() {
    return false;
  }

  /** The state that {@link #remember} kept in an earlier round; null in the first. */
  default @Nullable String remembered() {
    return null;
  }

  /** Closes the client's connection where the client can reconnect for the rest of this call; otherwise does nothing. */
  default void release() {
  }

  /** Keeps a text for later rounds; the client can neither read nor change it. */
  default void remember(String state) {
  }
}
