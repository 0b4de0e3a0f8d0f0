package dev.gatehouse.cluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.cluster.Seal;
import dev.gatehouse.cluster.SealException;
import dev.gatehouse.cluster.WorkerPlugin;
import dev.gatehouse.cluster.wire.MessageKind;
import dev.gatehouse.cluster.wire.PluginForm;
import dev.gatehouse.plugin.load.FileVersion;
import dev.gatehouse.rpc.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that a worker offers, as it tells an edge that asks: the description, and the jars. The message is sealed with the tenant's key
 * and says which worker it is of, so that only who has that key can offer a plugin of the tenant.
 *
 * @param plugin the description
 * @param jars its jars on the worker
 */
record Offer(WorkerPlugin plugin, List<FileVersion> jars) {

  /** The longest that is read, in bytes: some thousand features. Its trees take several times as much of the edge's heap. */
  static final int MOST_BYTES = 8 << 20;
  private static final int DIGITS = 24;

  Offer {
    jars = List.copyOf(jars);
  }

  /** Identifies a version: the same on all workers that have the same jars and describe the same features. */
  static String digest(WorkerPlugin anonymous, List<FileVersion> jars) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(PluginForm.write(anonymous));
      jars.forEach(jar -> digest.update(jar.toString().getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Seals it for an edge.
   *
   * @param from the worker's address
   * @param to the edge's
   */
  Buffer seal(Seal seal, String from, String to) {
    ObjectNode head = Json.object().put("address", from);
    var list = head.putArray("jars");
    jars.forEach(jar -> list.addObject().put("file", jar.file()).put("version", jar.version()).put("digest", jar.digest()));
    byte[] json = Json.write(head).getBytes();
    Buffer content = Buffer.buffer().appendInt(json.length).appendBytes(json).appendBytes(PluginForm.write(plugin));
    return seal.seal(new Envelope(MessageKind.OFFER, 0, 0, plugin.tenant(), from), to, content.getBytes());
  }

  /**
   * Opens one.
   *
   * @param from the worker's address
   * @param to this edge's
   * @return null when it is of another plugin, another worker, or another version
   * @throws SealException when it is not sealed with the tenant's key
   * @throws IllegalArgumentException in one sentence, when it cannot be read
   */
  static @Nullable Offer open(ClusterKeys keys, Buffer message, PluginId asked, String digest, String from, String to)
      throws SealException {
    Envelope clear = Envelope.read(message);
    Seal seal = keys.once(asked.tenant());
    if (clear == null || seal == null || clear.kind() != MessageKind.OFFER || !clear.tenant().equals(asked.tenant())) {
      return null;
    }
    if (clear.isNewer()) {
      throw new IllegalArgumentException("the worker describes it in a newer format than this edge knows; upgrade the edge");
    }
    if (message.length() > MOST_BYTES) {
      throw new IllegalArgumentException(
          "its description has " + message.length() + " bytes, and an edge reads at most " + MOST_BYTES + "; divide the plugin");
    }
    Offer offer = read(Buffer.buffer(seal.open(clear, to, message)), from);
    return offer != null && offer.plugin.tenant().equals(asked.tenant()) && offer.plugin.plugin().equals(asked.plugin())
        && offer.plugin.digest().equals(digest) ? offer : null;
  }

  private static @Nullable Offer read(Buffer content, String from) {
    try {
      int end = Integer.BYTES + content.getInt(0);
      JsonNode head = Json.read(content.getBuffer(Integer.BYTES, end));
      List<FileVersion> jars = new ArrayList<>();
      head.path("jars").forEach(jar -> jars.add(
          new FileVersion(jar.path("file").asText(), jar.path("version").textValue(), jar.path("digest").asText())));
      return head.path("address").asText().equals(from) ? new Offer(PluginForm.read(content.getBytes(end, content.length())), jars) : null;
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("the description is not of the form that it must have", e);
    }
  }
}
