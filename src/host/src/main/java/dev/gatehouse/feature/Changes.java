package dev.gatehouse.feature;

import dev.gatehouse.record.ResourceUri;

/**
 * Hears that what a tenant serves has changed. Implemented above, by what tells clients. Methods may be called from any thread and
 * do not block.
 */
public interface Changes {

  /** Nobody wants to know. */
  Changes NONE = new Changes() {
  };

  /** The list of tools has changed. */
  default void toolsChanged(String tenant) {
  }

  /** The list of prompts has changed. */
  default void promptsChanged(String tenant) {
  }

  /** The list of resources or of resource templates has changed. */
  default void resourcesChanged(String tenant) {
  }

  /** What a resource holds has changed. */
  default void resourceUpdated(String tenant, ResourceUri uri) {
  }
}
