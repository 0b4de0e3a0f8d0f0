package dev.gatehouse.cluster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.McpLog;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a worker tells the edge while a call runs: what the plugin does with its client. */
// Named, since javadoc would list them in the order in which it comes across them, which is that of the file system.
public sealed interface ToldForm permits ToldForm.Progress, ToldForm.Log, ToldForm.Ask, ToldForm.Release, ToldForm.Remember {

  /** The kind of the message, of {@link MessageKind}. */
  int kind();

  /** Its content. */
  byte[] write();

  /**
   * How far the call is.
   *
   * @param progress a number that grows
   * @param total what there is in all, or null
   * @param message in words, or null
   */
  record Progress(double progress, @Nullable Double total, @Nullable String message) implements ToldForm {

    @Override
    public int kind() {
      return MessageKind.PROGRESS;
    }

    @Override
    public byte[] write() {
      return Members.write(Json.object().put("progress", progress).put("total", total).put("message", message));
    }
  }

  /**
   * A log message.
   *
   * @param level one of MCP's
   * @param logger who speaks, or null
   * @param data any JSON
   */
  record Log(String level, @Nullable String logger, JsonNode data) implements ToldForm {

    @Override
    public int kind() {
      return MessageKind.LOG;
    }

    @Override
    public byte[] write() {
      ObjectNode json = Json.object().put("level", level).put("logger", logger);
      return Members.write(json.set("data", data));
    }
  }

  /**
   * Questions to the client.
   *
   * @param number identifies them within the call
   * @param questions by key
   */
  record Ask(long number, Map<String, InputRequest> questions) implements ToldForm {

    @Override
    public int kind() {
      return MessageKind.ASK;
    }

    @Override
    public byte[] write() {
      ObjectNode json = Json.object().put("number", number);
      ObjectNode asked = json.putObject("questions");
      questions.forEach((key, question) -> asked.putObject(key).put("method", question.method().name()).set("params", question.params()));
      return Members.write(json);
    }
  }

  /** The client's connection may be closed, if it can come back for the rest of the call. */
  record Release() implements ToldForm {

    @Override
    public int kind() {
      return MessageKind.RELEASE;
    }

    @Override
    public byte[] write() {
      return new byte[0];
    }
  }

  /**
   * A text for later rounds.
   *
   * @param state the text
   */
  record Remember(String state) implements ToldForm {

    @Override
    public int kind() {
      return MessageKind.REMEMBER;
    }

    @Override
    public byte[] write() {
      return Members.write(Json.object().put("state", state));
    }
  }

  /**
   * Reads a message.
   *
   * @return null for a kind that this version does not know
   * @throws IllegalArgumentException in one sentence, when it is not of its kind
   */
  static @Nullable ToldForm read(int kind, byte[] content) {
    return switch (kind) {
      case MessageKind.PROGRESS -> progress(Members.read(content));
      case MessageKind.LOG -> log(Members.read(content));
      case MessageKind.ASK -> ask(Members.read(content));
      case MessageKind.RELEASE -> new Release();
      case MessageKind.REMEMBER -> new Remember(Members.text(Members.read(content), "state"));
      default -> null;
    };
  }

  private static Progress progress(ObjectNode json) {
    JsonNode total = json.path("total");
    return new Progress(json.path("progress").doubleValue(), total.isNumber() ? total.doubleValue() : null,
        Members.textOrNull(json, "message"));
  }

  private static Log log(ObjectNode json) {
    String level = Members.text(json, "level");
    Members.constant(McpLog.Level.class, level.toUpperCase(Locale.ROOT));
    return new Log(level, Members.textOrNull(json, "logger"), Objects.requireNonNullElse(json.get("data"), NullNode.getInstance()));
  }

  private static Ask ask(ObjectNode json) {
    Map<String, InputRequest> questions = new LinkedHashMap<>();
    Members.object(json, "questions").properties().forEach(asked -> questions.put(asked.getKey(), new InputRequest(
        Members.constant(InputRequest.Method.class, Members.text(asked.getValue(), "method")),
        Members.object(asked.getValue(), "params"))));
    return new Ask(json.path("number").longValue(), questions);
  }
}
