package dev.gatehouse.cluster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.InputRequiredException;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.feature.loop.LongWork;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonSize;
import dev.gatehouse.spi.ToolCallException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The client's answers to questions of a running call, or why there are none.
 *
 * @param number that of the questions
 * @param answers by key; null when there are none
 * @param failure why there are none; null when there are answers
 */
public record AnswersForm(long number, @Nullable Map<String, JsonNode> answers, @Nullable Throwable failure) {

  /** Whether they take so long to write that no event loop should do it. */
  public boolean isLong() {
    return answers != null && answers.values().stream().mapToLong(JsonSize::of).sum() > LongWork.LONG;
  }

  /** Writes them. */
  public byte[] write() {
    ObjectNode json = Json.object().put("number", number);
    if (answers != null) {
      json.putObject("answers").setAll(answers);
    } else if (failure instanceof ToolCallException) {
      json.put("how", "refused").put("text", failure.getMessage());
    } else if (failure instanceof MissingCapabilityException missing) {
      json.put("how", "capability").set("required", missing.required());
    } else if (failure instanceof InputRequiredException) {
      json.put("how", "input");
    } else {
      json.put("how", failure instanceof CancellationException ? "cancelled" : "failed");
    }
    return Members.write(json);
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException in one sentence, when it is not that
   */
  public static AnswersForm read(byte[] content) {
    ObjectNode json = Members.read(content);
    long number = json.path("number").longValue();
    ObjectNode given = Members.objectOrNull(json, "answers");
    if (given == null) {
      return new AnswersForm(number, null, failure(json));
    }
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    given.properties().forEach(answer -> answers.put(answer.getKey(), answer.getValue()));
    return new AnswersForm(number, answers, null);
  }

  private static RuntimeException failure(ObjectNode json) {
    return switch (Members.text(json, "how")) {
      case "refused" -> new ToolCallException(String.valueOf(Members.textOrNull(json, "text")));
      case "capability" -> new MissingCapabilityException(Members.object(json, "required"));
      case "input" -> new InputRequiredException();
      case "cancelled" -> new CancellationException();
      default -> new IllegalStateException("the client could not be asked");
    };
  }
}
