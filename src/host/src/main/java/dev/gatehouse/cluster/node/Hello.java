package dev.gatehouse.cluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.rpc.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of itself each second, to all edges. It is not sealed, since it is for edges of all tenants; an edge believes of it
 * what the worker's sealed catalogue confirms.
 *
 * @param format the newest format of messages that the worker reads and writes
 * @param worker its name
 * @param address its event-bus address
 * @param leaving whether it takes no new calls
 * @param plugins what it serves
 */
record Hello(int format, String worker, String address, boolean leaving, Map<PluginId, Version> plugins) {

  /** The longest that is sent and read, in bytes: some fifty thousand plugins. */
  static final int MOST_BYTES = 8 << 20;
  private static final int LONGEST_NAME = 300;

  /**
   * The version of a plugin.
   *
   * @param digest of its description and jars
   * @param since when the worker began to serve it, in milliseconds since 1970: of two versions, the one that came last is newer
   */
  record Version(String digest, long since) {
  }

  Buffer write() {
    ObjectNode json = Json.object().put("format", format).put("worker", worker).put("address", address).put("leaving", leaving);
    ArrayNode list = json.putArray("plugins");
    plugins.forEach((id, version) -> list.addObject().put("tenant", id.tenant()).put("plugin", id.plugin())
        .put("digest", version.digest()).put("since", version.since()));
    return Json.write(json);
  }

  /** Reads one; null when it is none. Unknown members are ignored. */
  static @Nullable Hello read(Buffer message) {
    if (message.length() > MOST_BYTES) {
      return null;
    }
    try {
      JsonNode json = Json.read(message);
      String worker = json.path("worker").asText();
      String address = json.path("address").asText();
      if (!isName(worker) || !isName(address)) {
        return null;
      }
      return new Hello(json.path("format").asInt(), worker, address, json.path("leaving").asBoolean(), plugins(json.path("plugins")));
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean isName(String text) {
    return !text.isEmpty() && text.length() <= LONGEST_NAME && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private static Map<PluginId, Version> plugins(JsonNode list) {
    Map<PluginId, Version> plugins = new LinkedHashMap<>();
    for (JsonNode one : list) {
      PluginId id = new PluginId(one.path("tenant").asText(), one.path("plugin").asText());
      if (Identifier.NAME.matches(id.tenant()) && Identifier.NAME.matches(id.plugin())) {
        plugins.put(id, new Version(one.path("digest").asText(), one.path("since").asLong()));
      }
    }
    return plugins;
  }

  /** Whether the worker speaks a format that this version does not. */
  boolean isNewer() {
    return format > Envelope.FORMAT;
  }
}
