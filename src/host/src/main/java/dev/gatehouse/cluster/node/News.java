package dev.gatehouse.cluster.node;

import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.ResourceUri;
import java.nio.charset.StandardCharsets;

/**
 * What a plugin on a worker tells clients: a changed list or a changed resource. One edge passes it on to all hosts.
 *
 * @param edge the address of that edge
 * @param what {@code listed} or {@code updated}
 * @param content the kind of the list, or the URI of the resource
 */
record News(String edge, String what, String content) {

  private static final String LISTED = "listed";
  private static final String UPDATED = "updated";
  private static final int PARTS = 3;

  static News listed(String edge, Kind kind) {
    return new News(edge, LISTED, kind.name());
  }

  static News updated(String edge, ResourceUri uri) {
    return new News(edge, UPDATED, uri.text());
  }

  byte[] write() {
    return String.join("\n", edge, what, content).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads news; throws {@link IllegalArgumentException} when it is none. */
  static News read(byte[] text) {
    String[] parts = new String(text, StandardCharsets.UTF_8).split("\n", PARTS);
    if (parts.length < PARTS) {
      throw new IllegalArgumentException("news have three lines");
    }
    return new News(parts[0], parts[1], parts[2]);
  }

  /** Passes it on; what a newer worker may tell is left out. */
  void tell(String tenant, Changes changes) {
    if (what.equals(LISTED)) {
      changes.listAnnounced(tenant, Kind.valueOf(content));
    } else if (what.equals(UPDATED)) {
      changes.resourceUpdated(tenant, ResourceUri.of(content));
    }
  }
}
