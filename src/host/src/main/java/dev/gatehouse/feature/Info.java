package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The description of a feature in a listing. Immutable, data only. */
public interface Info {

  /** Identifies the feature. */
  Key key();

  /** The feature as a list item, in the fullest form of any MCP revision; a new object each time, whose members are shared. */
  ObjectNode json();
}
