package dev.gatehouse.feature;

import dev.gatehouse.record.ResourceUri;

/** Listener for changes of what a tenant serves. Methods may be called from any thread and do not block. */
public interface Changes {

  /** Nobody wants to know. */
  Changes NONE = new Changes() {
  };

  /** A list has changed; a change of resource templates is reported as {@link Kind#RESOURCE}. */
  default void listChanged(String tenant, Kind kind) {
  }

  /** A plugin says that a list has changed. Clients of every host are told, unlike after a hot swap, which each host makes itself. */
  default void listAnnounced(String tenant, Kind kind) {
    listChanged(tenant, kind);
  }

  /** What a resource holds has changed. */
  default void resourceUpdated(String tenant, ResourceUri uri) {
  }
}
