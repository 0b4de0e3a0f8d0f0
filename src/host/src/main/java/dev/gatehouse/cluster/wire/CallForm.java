package dev.gatehouse.cluster.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.JsonWriter;
import dev.gatehouse.spi.McpLog;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as it crosses to a worker. Its deadline is the time that is left, since the clocks of two nodes differ.
 *
 * @param key what is called
 * @param params with what
 * @param keyId the caller's key
 * @param owner the key's owner, or null
 * @param millisLeft how long the edge will wait, in milliseconds
 * @param client what the client said along with the call
 * @param origin who calls, for log lines
 */
public record CallForm(Key key, CallParams params, String keyId, @Nullable String owner, long millisLeft, Client client, String origin) {

  /**
   * What the client said along with a call.
   *
   * @param capabilities MCP {@code ClientCapabilities}
   * @param meta the request's {@code _meta}
   * @param wantsProgress whether it wants to hear of progress
   * @param logLevel the least severe level of log messages that it wants, or null for none
   * @param answers its answers to questions, where it answers in rounds; otherwise null
   * @param remembered what an earlier round kept, or null
   */
  public record Client(ObjectNode capabilities, ObjectNode meta, boolean wantsProgress, @Nullable String logLevel,
      @Nullable ObjectNode answers, @Nullable String remembered) {
  }

  private static final byte[] KIND = JsonWriter.encode("{\"kind\":");
  private static final byte[] NAME = JsonWriter.encode(",\"name\":");
  private static final byte[] ARGUMENT = JsonWriter.encode(",\"argument\":");
  private static final byte[] PARAMS = JsonWriter.encode(",\"params\":");
  private static final byte[] URI = JsonWriter.encode(",\"uri\":");
  private static final byte[] VALUE = JsonWriter.encode(",\"value\":");
  private static final byte[] KEY_ID = JsonWriter.encode(",\"key\":");
  private static final byte[] OWNER = JsonWriter.encode(",\"owner\":");
  private static final byte[] LEFT = JsonWriter.encode(",\"left\":");
  private static final byte[] META = JsonWriter.encode(",\"meta\":");
  private static final byte[] CAPABILITIES = JsonWriter.encode(",\"capabilities\":");
  private static final byte[] CAPABILITIES_IN = JsonWriter.encode(",\"capabilitiesIn\":");
  private static final byte[] PROGRESS = JsonWriter.encode(",\"progress\":true");
  private static final byte[] LOG = JsonWriter.encode(",\"log\":");
  private static final byte[] ANSWERS = JsonWriter.encode(",\"answers\":");
  private static final byte[] REMEMBERED = JsonWriter.encode(",\"remembered\":");
  private static final byte[] ORIGIN = JsonWriter.encode(",\"by\":");
  private static final byte[] EMPTY = JsonWriter.encode("{}");
  private static final byte[] END = JsonWriter.encode("}");

  /**
   * Writes a call.
   *
   * @param millisLeft how long its edge will wait
   */
  public static byte[] write(Call call, long millisLeft) {
    Key key = call.key();
    JsonWriter out = new JsonWriter().raw(KIND).text(key.kind().name()).raw(NAME).text(key.name());
    if (!key.argument().isEmpty()) {
      out.raw(ARGUMENT).text(key.argument());
    }
    write(call.params(), out);
    out.raw(KEY_ID).text(call.caller().keyId());
    text(out, OWNER, call.caller().owner());
    out.raw(LEFT).raw(Long.toString(millisLeft).getBytes(StandardCharsets.US_ASCII));
    write(call.client(), call.trace().meta(call.client().meta()), out);
    return out.raw(ORIGIN).text(call.cancellation().origin()).raw(END).toBytes();
  }

  private static void write(CallParams params, JsonWriter out) {
    if (params instanceof CallParams.Arguments arguments) {
      object(out, PARAMS, arguments.values());
    } else if (params instanceof CallParams.Texts texts) {
      object(out, PARAMS, object(texts.values()));
    } else if (params instanceof CallParams.Reading reading) {
      object(out.raw(URI).text(reading.uri().text()), PARAMS, object(reading.variables()));
    } else if (params instanceof CallParams.Partial partial) {
      object(out.raw(VALUE).text(partial.value()), PARAMS, object(partial.context()));
    }
  }

  /** The capabilities are a part of the request's {@code _meta} in some revisions, and are not written twice then. */
  private static void write(ClientChannel client, ObjectNode meta, JsonWriter out) {
    ObjectNode capabilities = client.capabilities();
    object(out, META, meta);
    String within = within(meta, capabilities);
    if (within != null) {
      out.raw(CAPABILITIES_IN).text(within);
    } else {
      object(out, CAPABILITIES, capabilities);
    }
    if (client.wantsProgress()) {
      out.raw(PROGRESS);
    }
    text(out, LOG, client.logLevel());
    ObjectNode answers = client.answers();
    if (answers != null) {
      object(out, ANSWERS, answers);
    }
    text(out, REMEMBERED, client.remembered());
  }

  private static @Nullable String within(ObjectNode meta, ObjectNode capabilities) {
    for (var member : meta.properties()) {
      if (member.getValue() == capabilities) {
        return member.getKey();
      }
    }
    return null;
  }

  private static void object(JsonWriter out, byte[] name, ObjectNode value) {
    out.raw(name);
    if (value.isEmpty()) {
      out.raw(EMPTY);
    } else {
      out.tree(value);
    }
  }

  private static void text(JsonWriter out, byte[] name, @Nullable String value) {
    if (value != null) {
      out.raw(name).text(value);
    }
  }

  private static ObjectNode object(Map<String, String> texts) {
    ObjectNode object = Json.object();
    texts.forEach(object::put);
    return object;
  }

  /**
   * Reads a call.
   *
   * @throws IllegalArgumentException in one sentence, when it is none
   */
  public static CallForm read(byte[] content) {
    ObjectNode json = Members.read(content);
    Kind kind = Members.constant(Kind.class, Members.text(json, "kind"));
    String argument = Members.textOrNull(json, "argument");
    Key key = new Key(kind, Members.text(json, "name"), argument == null ? "" : argument);
    String origin = Members.textOrNull(json, "by");
    return new CallForm(key, params(kind, json), Members.text(json, "key"), Members.textOrNull(json, "owner"),
        json.path("left").longValue(), client(json), origin == null ? "by an unknown caller" : origin);
  }

  private static CallParams params(Kind kind, ObjectNode json) {
    return switch (kind) {
      case TOOL -> new CallParams.Arguments(Members.object(json, "params"));
      case PROMPT -> new CallParams.Texts(Members.texts(json, "params"));
      case RESOURCE, TEMPLATE -> new CallParams.Reading(ResourceUri.of(Members.text(json, "uri")), Members.texts(json, "params"));
      case COMPLETION -> new CallParams.Partial(Members.text(json, "value"), Members.texts(json, "params"));
    };
  }

  private static Client client(ObjectNode json) {
    ObjectNode meta = Members.object(json, "meta");
    String within = Members.textOrNull(json, "capabilitiesIn");
    String level = Members.textOrNull(json, "log");
    if (level != null) {
      Members.constant(McpLog.Level.class, level.toUpperCase(Locale.ROOT));
    }
    ObjectNode capabilities = within == null ? Members.object(json, "capabilities") : Members.object(meta, within);
    return new Client(capabilities, meta, json.path("progress").booleanValue(), level,
        Members.objectOrNull(json, "answers"), Members.textOrNull(json, "remembered"));
  }
}
