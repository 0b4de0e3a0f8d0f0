package dev.gatehouse.cluster.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cluster.WorkerPlugin;
import dev.gatehouse.rpc.Json;

/** A worker's plugin as JSON, lossless. */
public final class PluginForm {

  private PluginForm() {
  }

  /** Writes a plugin. */
  public static byte[] write(WorkerPlugin plugin) {
    ObjectNode json = Json.object().put("worker", plugin.worker()).put("tenant", plugin.tenant()).put("plugin", plugin.plugin())
        .put("digest", plugin.digest()).put("maxResult", plugin.maxResult());
    ArrayNode features = json.putArray("features");
    plugin.infos().forEach(info -> features.add(InfoForm.write(info)));
    return Members.write(json);
  }

  /**
   * Reads a plugin.
   *
   * @throws IllegalArgumentException in one sentence, when it is none
   */
  public static WorkerPlugin read(byte[] content) {
    ObjectNode json = Members.read(content);
    return new WorkerPlugin(Members.text(json, "worker"), Members.text(json, "tenant"), Members.text(json, "plugin"),
        Members.text(json, "digest"), InfoForm.readAll(json.path("features")), json.path("maxResult").longValue());
  }
}
