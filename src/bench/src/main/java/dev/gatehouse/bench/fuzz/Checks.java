package dev.gatehouse.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.bench.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold of every answer. */
final class Checks {

  /** What the other tenant's tool says, and nobody else may hear. */
  static final String OTHER_TENANT = "of-the-other-tenant";

  private static final int INTERNAL = -32603;
  private static final String STOPPED = "did not answer in time and was stopped";
  private static final int UNAVAILABLE = 503;
  private static final int SERVER_FAULT = 500;
  /** Netty's own, to a first line of no version that it knows, and to an encoding that it does not know. */
  private static final Set<Integer> OF_THE_FRAMING = Set.of(501, 505);
  private static final Pattern INSIDES = Pattern.compile(
      "\\tat [\\w.$/]+\\(|\\b(java|javax|io\\.(vertx|netty)|com\\.(fasterxml|networknt)|dev\\.gatehouse)\\.[\\w.]*[A-Z]\\w*|"
          + "\\b\\w+(Exception|Error): |OutOfMemoryError|StackOverflowError|NullPointerException");

  private final List<String> secrets;

  /**
   * Checks.
   *
   * @param secrets texts that no answer may hold
   */
  Checks(List<String> secrets) {
    this.secrets = secrets;
  }

  /**
   * Looks at an answer.
   *
   * @return what is wrong with it, in a few words each
   */
  List<String> faults(Message message, HttpAnswer answer) {
    List<String> faults = new ArrayList<>();
    status(message, answer, faults);
    if (!answer.whole() && !answer.isStream()) {
      faults.add("the answer broke off");
    } else if (answer.isStream()) {
      events(answer.text()).forEach(event -> rpc(message.rights(), event, faults));
    } else if (answer.body().length > 0 || !message.isHead() && answer.header("content-type") != null) {
      body(message, answer, faults);
    }
    told(answer.headers() + "\n" + answer.text(), faults);
    return faults;
  }

  private static void status(Message message, HttpAnswer answer, List<String> faults) {
    int status = answer.status();
    if (status >= SERVER_FAULT && !(status == UNAVAILABLE && answer.header("retry-after") != null)
        && !(message.own() && OF_THE_FRAMING.contains(status))) {
      faults.add("status " + status + (status == UNAVAILABLE ? " without Retry-After" : ""));
    }
    if (status < 300 && !message.rights().mayEnter()) {
      faults.add("status " + status + " without a good key");
    }
  }

  private void body(Message message, HttpAnswer answer, List<String> faults) {
    if (String.valueOf(answer.header("content-type")).startsWith("application/json")) {
      rpc(message.rights(), answer.text(), faults);
    } else {
      faults.add("a body of the type " + answer.header("content-type"));
    }
  }

  /** The messages of an event stream; an event without data only gives an id. */
  static List<String> events(String stream) {
    return stream.lines().filter(line -> line.startsWith("data:")).map(line -> line.substring("data:".length()).strip())
        .filter(data -> data.startsWith("{") || data.startsWith("[")).filter(data -> data.endsWith("}") || data.endsWith("]")).toList();
  }

  /** Looks at one message of JSON-RPC. */
  void rpc(Rights rights, String text, List<String> faults) {
    try {
      JsonNode json = RpcShape.read(text);
      if (json.isArray()) {
        json.forEach(member -> rpc(rights, member, faults));
      } else {
        rpc(rights, json, faults);
      }
    } catch (IllegalArgumentException e) {
      faults.add("the answer is no JSON-RPC: " + e.getMessage());
    }
  }

  private static void rpc(Rights rights, JsonNode json, List<String> faults) {
    JsonNode error = json.path("error");
    // A prompt that asks the client waits for its answer, and says so when none came; the fuzzer gives none.
    if (error.path("code").asInt() == INTERNAL && !error.path("message").asText().contains(STOPPED)) {
      faults.add("the code of an internal error");
    }
    JsonNode result = json.path("result");
    if (!result.isMissingNode() && !rights.mayEnter()) {
      faults.add("a result without a good key");
    }
    if ((result.has("content") || result.has("contents") || result.has("messages")) && !rights.mayUse()) {
      faults.add("a key without rights got a result");
    }
    if (result.path("isError").asBoolean() && result.path("content").path(0).path("text").asText().contains(" failed inside.")) {
      faults.add("a tool failed inside");
    }
  }

  /** Looks for what nobody outside may read. */
  void told(String text, List<String> faults) {
    if (INSIDES.matcher(text).find()) {
      faults.add("names of the host's insides");
    }
    if (text.contains(OTHER_TENANT)) {
      faults.add("what another tenant's tool said");
    }
    if (secrets.stream().anyMatch(text::contains)) {
      faults.add("a secret");
    }
  }

  /** Which kind of answer it is, for the counts. */
  static String kind(HttpAnswer answer) {
    if (answer.isStream()) {
      return answer.status() + " stream" + (answer.whole() ? "" : ", left open");
    }
    if (answer.body().length == 0) {
      return answer.status() + " no body";
    }
    try {
      JsonNode json = RpcShape.read(answer.text());
      return answer.status() + kind(json);
    } catch (IllegalArgumentException e) {
      return answer.status() + " ?";
    }
  }

  private static String kind(JsonNode json) {
    if (json.isArray()) {
      return " batch";
    }
    if (json.has("error")) {
      return " error " + json.path("error").path("code").asInt();
    }
    JsonNode result = json.path("result");
    return result.path("isError").asBoolean() ? " result, isError" : " result";
  }
}
