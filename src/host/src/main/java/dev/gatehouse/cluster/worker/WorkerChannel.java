package dev.gatehouse.cluster.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cluster.wire.AnswersForm;
import dev.gatehouse.cluster.wire.CallForm;
import dev.gatehouse.cluster.wire.ToldForm;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.feature.MessageBound;
import dev.gatehouse.feature.RoundAnswers;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.spi.McpLog;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The channel to a client that an edge has. What the client said along with the call is known here, so that a plugin learns at once
 * what it learns at once on the edge; the rest goes to the edge's own channel.
 */
final class WorkerChannel implements ClientChannel {

  private final CallForm.Client client;
  private final MemoryLease memory;
  private final Consumer<ToldForm> edge;
  private final McpLog.@Nullable Level level;
  private final @Nullable RoundAnswers round;
  /** Guarded by itself. */
  private final Map<Long, CompletableFuture<Map<String, JsonNode>>> asked = new HashMap<>();
  /** What the edge's channel would drop need not cross. */
  private final MessageBound bound = new MessageBound();
  private @Nullable String remembered;
  private double progressed = Double.NEGATIVE_INFINITY;
  private long questions;
  private boolean closed;

  /**
   * The channel of one call.
   *
   * @param edge sends to the edge, in order
   */
  WorkerChannel(CallForm.Client client, MemoryLease memory, CallCancellation cancellation, Consumer<ToldForm> edge) {
    this.client = client;
    this.memory = memory;
    this.edge = edge;
    level = client.logLevel() == null ? null : level(client.logLevel());
    round = client.answers() == null ? null : new RoundAnswers(client.answers());
    remembered = client.remembered();
    if (round == null) {
      // Unblocks a tool that waits for an answer when its call is cancelled.
      cancellation.onCancel(this::cancelQuestions);
    }
  }

  private static McpLog.Level level(String name) {
    return McpLog.Level.valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Override
  public MemoryLease memory() {
    return memory;
  }

  @Override
  public ObjectNode capabilities() {
    return client.capabilities();
  }

  @Override
  public ObjectNode meta() {
    return client.meta();
  }

  @Override
  public boolean wantsProgress() {
    return client.wantsProgress();
  }

  @Override
  public @Nullable String logLevel() {
    return client.logLevel();
  }

  @Override
  public @Nullable ObjectNode answers() {
    return client.answers();
  }

  @Override
  public boolean hasAnswers() {
    return client.answers() != null && !client.answers().isEmpty();
  }

  @Override
  public synchronized void progress(double progress, @Nullable Double total, @Nullable String message) {
    if (client.wantsProgress() && Double.isFinite(progress) && progress > progressed && bound.admits(JsonSize.of(message))) {
      progressed = progress;
      edge.accept(new ToldForm.Progress(progress, total == null || Double.isFinite(total) ? total : null, message));
    }
  }

  @Override
  public synchronized void log(String name, @Nullable String logger, JsonNode data) {
    if (level != null && level(name).compareTo(level) >= 0 && bound.admits(JsonSize.of(data) + JsonSize.of(logger))) {
      edge.accept(new ToldForm.Log(name, logger, data));
    }
  }

  @Override
  public CompletionStage<Map<String, JsonNode>> ask(Map<String, InputRequest> questions) {
    if (round == null) {
      return askEdge(questions);
    }
    CompletionStage<Map<String, JsonNode>> answers = round.ask(questions);
    if (round.asks()) {
      edge.accept(new ToldForm.Ask(0, round.open()));
    }
    return answers;
  }

  private CompletionStage<Map<String, JsonNode>> askEdge(Map<String, InputRequest> asking) {
    CompletableFuture<Map<String, JsonNode>> answers = new CompletableFuture<>();
    synchronized (asked) {
      if (closed) {
        answers.cancel(false);
      } else {
        questions++;
        asked.put(questions, answers);
        edge.accept(new ToldForm.Ask(questions, asking));
      }
    }
    // A stage of its own: whoever waits for it sees a failure as it is on the edge, and can complete nothing.
    return answers.thenApply(known -> known);
  }

  /** The client's answers have come. */
  void answered(AnswersForm form) {
    CompletableFuture<Map<String, JsonNode>> waiting;
    synchronized (asked) {
      waiting = asked.remove(form.number());
    }
    if (waiting != null && form.answers() != null) {
      waiting.complete(form.answers());
    } else if (waiting != null && form.failure() != null) {
      waiting.completeExceptionally(form.failure());
    }
  }

  /** Lets go of all who wait for answers: none come any more. */
  void cancelQuestions() {
    List<CompletableFuture<?>> waiting;
    synchronized (asked) {
      closed = true;
      waiting = List.copyOf(asked.values());
    }
    waiting.forEach(answers -> answers.cancel(false));
  }

  @Override
  public synchronized @Nullable String remembered() {
    return remembered;
  }

  @Override
  public synchronized void remember(String state) {
    remembered = state;
    edge.accept(new ToldForm.Remember(state));
  }

  @Override
  public void release() {
    edge.accept(new ToldForm.Release());
  }
}
