package dev.gatehouse.bench.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.bench.HttpAnswer;

/**
 * What a call came to.
 *
 * @param kind in one word
 * @param text of a result, its first text; else the answer
 * @param id the JSON-RPC id that the call had
 */
record Reply(Kind kind, String text, String id) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int INTERNAL = -32603;

  /** Ends of a call. */
  enum Kind {
    /** The tool's result. */
    OK,
    /** The tool's failure. */
    ERROR,
    /** 401. */
    UNAUTHORIZED,
    /** 403. */
    FORBIDDEN,
    /** 429. */
    LIMITED,
    /** 503 with Retry-After. */
    UNAVAILABLE,
    /** 404, or a session that is unknown. */
    GONE,
    /** Any other refusal in words. */
    REFUSED,
    /** What the host must never answer. */
    BROKEN,
    /** No answer at all. */
    NONE
  }

  static Reply of(HttpAnswer answer, String id) {
    String text = answer.isStream() ? lastEvent(answer.text()) : answer.text();
    try {
      return new Reply(kind(answer, JSON.readTree(text)), shown(text), id);
    } catch (JsonProcessingException e) {
      return new Reply(Kind.BROKEN, answer.toString(), id);
    }
  }

  private static String lastEvent(String stream) {
    return stream.lines().filter(line -> line.startsWith("data: {")).map(line -> line.substring("data: ".length()))
        .reduce("", (first, second) -> second);
  }

  private static String shown(String text) throws JsonProcessingException {
    JsonNode content = JSON.readTree(text).path("result").path("content").path(0).path("text");
    return content.isTextual() ? content.textValue() : text.substring(0, Math.min(text.length(), 300));
  }

  private static Kind kind(HttpAnswer answer, JsonNode json) {
    if (json.has("result")) {
      return json.path("result").path("isError").asBoolean() ? Kind.ERROR : Kind.OK;
    }
    int code = json.path("error").path("code").asInt(answer.status());
    if (answer.status() >= 500 && answer.status() != 503 || code == INTERNAL) {
      return Kind.BROKEN;
    }
    int status = answer.status() == 200 ? code : answer.status();
    return switch (status) {
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.GONE;
      case 429 -> Kind.LIMITED;
      case 503 -> answer.header("retry-after") == null ? Kind.BROKEN : Kind.UNAVAILABLE;
      default -> Kind.REFUSED;
    };
  }
}
