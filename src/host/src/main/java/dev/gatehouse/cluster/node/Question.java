package dev.gatehouse.cluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.rpc.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an edge asks a worker.
 *
 * @param edge the edge's address
 * @param plugin whose description it asks for; null for a ping
 */
record Question(String edge, @Nullable PluginId plugin) {

  private static final int MOST_BYTES = 4096;

  Buffer write() {
    var json = Json.object().put("edge", edge);
    if (plugin != null) {
      json.put("tenant", plugin.tenant()).put("plugin", plugin.plugin());
    }
    return Json.write(json);
  }

  /** Reads one; null when it is none. */
  static @Nullable Question read(Buffer message) {
    try {
      JsonNode json = message.length() > MOST_BYTES ? Json.object() : Json.read(message);
      String edge = json.path("edge").asText();
      return edge.isEmpty() ? null
          : new Question(edge, json.has("plugin") ? new PluginId(json.path("tenant").asText(), json.path("plugin").asText()) : null);
    } catch (IOException e) {
      return null;
    }
  }
}
