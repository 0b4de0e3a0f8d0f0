package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.feature.RoundAnswers;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.CallChannel;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.rpc.Json;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The channel of 2026-07-28, which has no requests to the client: a question is answered by an earlier round, or it ends this one and
 * the call runs again with the answer.
 */
public final class ModernChannel extends CallChannel {

  private final ObjectNode capabilities;
  private final @Nullable LogLevel level;
  private final RoundAnswers round;
  private @Nullable String remembered;
  private boolean changed;

  public ModernChannel(Outlet outlet, MemoryLease memory, ObjectNode meta, @Nullable LogLevel level, Rounds.Known known) {
    super(outlet, memory, meta);
    this.capabilities = (ObjectNode) meta.get(ModernWire.CAPABILITIES_KEY);
    this.level = level;
    this.round = new RoundAnswers(known.answers());
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
  public CompletionStage<Map<String, JsonNode>> ask(Map<String, InputRequest> questions) {
    return round.ask(questions);
  }

  @Override
  public ObjectNode answers() {
    return round.known();
  }

  @Override
  public boolean hasAnswers() {
    return !answers().isEmpty();
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
  boolean asks() {
    return round.asks();
  }

  /** The questions, as {@code inputRequests}. */
  ObjectNode questions() {
    ObjectNode json = Json.object();
    round.open().forEach((key, question) -> json.putObject(key).put("method", question.method().wire()).set("params", question.params()));
    return json;
  }

  /** Whether the next round needs to be told anything: a state that says nothing is not sent. */
  synchronized boolean hasState() {
    return changed || remembered != null || !answers().isEmpty();
  }

  void close() {
    end();
  }
}
