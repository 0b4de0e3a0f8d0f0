package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What was said during a call, beside its answer. */
final class Conversation {

  private final List<Answer.Progress> progress = new ArrayList<>();
  private final List<Answer.Log> logs = new ArrayList<>();
  private final List<String> questions = new ArrayList<>();

  void notified(JsonNode message) {
    JsonNode params = message.path("params");
    switch (message.path("method").asText()) {
      case "notifications/progress" -> progress.add(new Answer.Progress(params.path("progress").asDouble(),
          params.has("total") ? params.path("total").asDouble() : null, params.path("message").textValue()));
      case "notifications/message" -> logs.add(new Answer.Log(params.path("level").asText(),
          params.path("data").isTextual() ? params.path("data").asText() : params.path("data").toString()));
      default -> {
        // Not about this call.
      }
    }
  }

  void asked(String method, JsonNode params) {
    questions.add(params.has("message") ? params.path("message").asText() : method);
  }

  /** All of it for people, a line for each kind; empty when nothing was said. */
  String told() {
    return (progress.isEmpty() ? "" : "\nprogress " + progress) + (logs.isEmpty() ? "" : "\nlog " + logs)
        + (questions.isEmpty() ? "" : "\nquestions " + questions);
  }

  List<Answer.Progress> progress() {
    return List.copyOf(progress);
  }

  List<Answer.Log> logs() {
    return List.copyOf(logs);
  }

  List<String> questions() {
    return List.copyOf(questions);
  }
}
