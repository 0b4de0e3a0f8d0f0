package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a client has sent along with a call, and the questions of this round that none of them answers, where there are no
 * requests to the client. Thread-safe.
 */
public final class RoundAnswers {

  private final ObjectNode answers;
  /** Made for the first question that is open: most calls ask nothing. */
  private @Nullable Map<String, InputRequest> open;

  /**
   * The answers of a call.
   *
   * @param answers by the key of their question; what is no object answers nothing
   */
  public RoundAnswers(ObjectNode answers) {
    this.answers = answers;
  }

  /** The answers that came along with the call. */
  public ObjectNode known() {
    return answers;
  }

  /** The known answers to these questions; fails with {@link InputRequiredException} when one of the round has none. */
  public synchronized CompletionStage<Map<String, JsonNode>> ask(Map<String, InputRequest> questions) {
    Map<String, JsonNode> known = new LinkedHashMap<>();
    questions.forEach((key, question) -> {
      JsonNode answer = answers.get(key);
      if (answer == null || !answer.isObject()) {
        open(key, question);
      } else {
        known.put(key, answer);
      }
    });
    return open == null
        ? CompletableFuture.completedFuture(known)
        : CompletableFuture.failedFuture(new InputRequiredException());
  }

  private void open(String key, InputRequest question) {
    if (open == null) {
      open = new LinkedHashMap<>();
    }
    open.put(key, question);
  }

  /** Whether a question of the round has no answer. */
  public synchronized boolean asks() {
    return open != null;
  }

  /** The questions that are not answered, in the order in which they were asked; a copy. */
  public synchronized Map<String, InputRequest> open() {
    return open == null ? Map.of() : new LinkedHashMap<>(open);
  }
}
