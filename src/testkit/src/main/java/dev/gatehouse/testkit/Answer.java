package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came back, with assertions that throw an {@link AssertionError} which tells what it was, and return the answer for the next one.
 */
public final class Answer {

  private final String request;
  private final JsonNode response;
  private final Conversation conversation;

  Answer(String request, JsonNode response, Conversation conversation) {
    this.request = request;
    this.response = response;
    this.conversation = conversation;
  }

  /**
   * How far a call told that it is.
   *
   * @param progress so far
   * @param total of so much, or null
   * @param message in words, or null
   */
  public record Progress(double progress, @Nullable Double total, @Nullable String message) {
  }

  /**
   * What a call told the client's log.
   *
   * @param level for example {@code info}
   * @param text the message; JSON when it is no text
   */
  public record Log(String level, String text) {
  }

  /** It is no error, and its text is this: of several blocks, a line each. */
  public Answer isText(String expected) {
    return check(succeeded() && text().equals(expected), "the text " + expected);
  }

  /** It is no error, and its text has this in it. */
  public Answer hasText(String part) {
    return check(succeeded() && text().contains(part), "a text with " + part);
  }

  /**
   * It is no error, and its structured content is this: numbers by value, whatever their type.
   *
   * @param expected a map, a record, a list, a value
   */
  public Answer isStructured(Object expected) {
    JsonNode json = Json.of(expected);
    return check(succeeded() && Json.same(json, result().path("structuredContent")), "the structured content " + json);
  }

  /** It is a completion, and proposes exactly these values, in this order. */
  public Answer hasValues(String... expected) {
    return check(result().path("completion").path("values").equals(Json.of(expected)), "the values " + List.of(expected));
  }

  /** The tool failed, in words for the model: a result with {@code isError}. */
  public Answer isError() {
    return check(failed(), "an error of the tool");
  }

  /** The tool failed, and its words have this in them. */
  public Answer isError(String part) {
    return check(failed() && text().contains(part), "an error of the tool with " + part);
  }

  /** The host refused the request with this code of JSON-RPC: 403 forbidden, 429 a limit, -32602 no such tool. */
  public Answer isRefused(int code) {
    return check(response.at("/error/code").asInt() == code, "a refusal with code " + code);
  }

  /** The call told that it was so far, in this order. */
  public Answer hasProgress(double... expected) {
    double[] told = progress().stream().mapToDouble(Progress::progress).toArray();
    return check(Arrays.equals(told, expected), "the progress " + Arrays.toString(expected));
  }

  /** The call logged a message of this level that has this in it. */
  public Answer hasLogged(String level, String part) {
    return check(logs().stream().anyMatch(log -> log.level().equals(level) && log.text().contains(part)),
        "a log message " + level + ": " + part);
  }

  /** The call asked exactly this, in this order: the messages of its elicitations, the methods of other questions. */
  public Answer hasAsked(String... messages) {
    return check(questions().equals(List.of(messages)), "the questions " + List.of(messages));
  }

  private Answer check(boolean holds, String expected) {
    if (!holds) {
      throw new AssertionError(request + "\nwas to bring " + expected + "\nbut came back with " + this);
    }
    return this;
  }

  private boolean succeeded() {
    return response.has("result") && !failed();
  }

  private boolean failed() {
    return result().path("isError").asBoolean();
  }

  private JsonNode result() {
    return response.path("result");
  }

  /** The text of all blocks that have one, a line each; empty when there is none. */
  public String text() {
    return List.of(result().path("content"), result().path("messages"), result().path("contents")).stream()
        .flatMap(blocks -> blocks.findParents("text").stream())
        .map(block -> block.path("text").asText())
        .collect(Collectors.joining("\n"));
  }

  /** The structured content as maps, lists and values; null when there is none. */
  public @Nullable Object structured() {
    return result().has("structuredContent") ? Json.plain(result().get("structuredContent")) : null;
  }

  /** The whole JSON-RPC response. */
  public String json() {
    return response.toString();
  }

  /** What it told of its progress. */
  public List<Progress> progress() {
    return conversation.progress();
  }

  /** What it logged to the client. */
  public List<Log> logs() {
    return conversation.logs();
  }

  /** What it asked the client: the messages of its elicitations, the methods of other questions. */
  public List<String> questions() {
    return conversation.questions();
  }

  /** All that came back, for people. */
  @Override
  public String toString() {
    if (response.has("error")) {
      return "a refusal with code " + response.at("/error/code").asInt() + ": " + response.at("/error/message").asText()
          + conversation.told();
    }
    JsonNode structured = result().path("structuredContent");
    String content = text().isEmpty() && structured.isMissingNode() ? result().toString() : text();
    return (failed() ? "an error of the tool: " : "the text ") + content
        + (structured.isMissingNode() ? "" : "\nstructured content " + structured) + conversation.told();
  }
}
