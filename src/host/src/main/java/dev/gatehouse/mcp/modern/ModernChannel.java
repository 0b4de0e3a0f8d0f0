package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.feature.InputRequiredException;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.CallChannel;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.rpc.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The channel of 2026-07-28, which has no requests to the client: a question is answered by an earlier round, or it ends this one and
 * the call runs again with the answer.
 */
public final class ModernChannel extends CallChannel {

  private final ObjectNode capabilities;
  private final @Nullable LogLevel level;
  private final ObjectNode answers;
  private final Map<String, InputRequest> open = new LinkedHashMap<>();
  private @Nullable String remembered;
  private boolean changed;

  public ModernChannel(Outlet outlet, MemoryLease memory, ObjectNode meta, @Nullable LogLevel level, Rounds.Known known) {
    super(outlet, memory, meta);
    this.capabilities = (ObjectNode) meta.get(ModernWire.CAPABILITIES_KEY);
    this.level = level;
    this.answers = known.answers();
    this.remembered = known.remembered();
  }

  @Override
  protected @Nullable LogLevel level() {
    return level;
  }

  @Override
  public ObjectNode capabilities() {
    return capabilities;
  }

  @Override
  public synchronized CompletionStage<Map<String, JsonNode>> ask(Map<String, InputRequest> questions) {
    Map<String, JsonNode> known = new LinkedHashMap<>();
    questions.forEach((key, question) -> {
      JsonNode answer = answers.get(key);
      if (answer == null || !answer.isObject()) {
        open.put(key, question);
      } else {
        known.put(key, answer);
      }
    });
    return open.isEmpty()
        ? CompletableFuture.completedFuture(known)
        : CompletableFuture.failedFuture(new InputRequiredException());
  }

  @Override
  public boolean hasAnswers() {
    return !answers.isEmpty();
  }

  @Override
  public synchronized @Nullable String remembered() {
    return remembered;
  }

  @Override
  public synchronized void remember(String state) {
    remembered = state;
    changed = true;
  }

  /** Whether the call asked something that no round has answered. */
  synchronized boolean asks() {
    return !open.isEmpty();
  }

  /** The questions, as {@code inputRequests}. */
  synchronized ObjectNode questions() {
    ObjectNode json = Json.object();
    open.forEach((key, question) -> json.putObject(key).put("method", question.method().wire()).set("params", question.params()));
    return json;
  }

  /** Whether the next round needs to be told anything: a state that says nothing is not sent. */
  synchronized boolean hasState() {
    return changed || remembered != null || !answers.isEmpty();
  }

  ObjectNode answers() {
    return answers;
  }

  void close() {
    end();
  }
}
