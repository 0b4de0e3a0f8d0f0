package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a client answers in the course of one call, and what it therefore can do. */
final class Answers {

  private final List<Prepared> prepared;
  private final Map<String, Integer> given = new HashMap<>();

  Answers(List<Prepared> prepared) {
    this.prepared = prepared;
  }

  /** The client's capabilities: those that its answers need. */
  ObjectNode capabilities() {
    ObjectNode capabilities = Json.object();
    if (has(Prepared.ELICIT)) {
      capabilities.putObject("elicitation").putObject("form");
      capabilities.withObjectProperty("elicitation").putObject("url");
    }
    if (has(Prepared.SAMPLE)) {
      capabilities.putObject("sampling");
    }
    if (has(Prepared.ROOTS)) {
      capabilities.putObject("roots");
    }
    return capabilities;
  }

  private boolean has(String method) {
    return prepared.stream().anyMatch(answer -> answer.method().equals(method));
  }

  /** By the question's key, which it has from 2026-07-28 on. */
  JsonNode to(String key, String method, JsonNode params) {
    return prepared.stream()
        .filter(answer -> answer.question().equals(key) && answer.method().equals(method))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the plugin asks '" + key + "' (" + words(method, params) + "), and no answer to that"
            + " was prepared; " + there()))
        .to(params);
  }

  /** By its turn among those of its kind: questions had no key before. */
  JsonNode next(String method, JsonNode params) {
    int turn = given.merge(method, 1, Integer::sum);
    return prepared.stream()
        .filter(answer -> answer.method().equals(method))
        .skip(turn - 1)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the plugin asks a question more than was prepared (" + words(method, params) + "); "
            + there()))
        .to(params);
  }

  private String there() {
    return "there are answers to " + prepared.stream().map(Prepared::question).toList();
  }

  private static String words(String method, JsonNode params) {
    return method + (params.has("message") ? ": " + params.path("message").asText() : "");
  }
}
