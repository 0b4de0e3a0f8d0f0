package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The description of a feature in a listing. Immutable, data only. */
public sealed interface Info permits ToolInfo, PromptInfo, ResourceInfo, CompletionInfo {

  /** Identifies the feature. */
  Key key();

  /** The feature as an item of its list, in the fullest form that any revision of MCP has; a new object each time, whose members are shared. */
  ObjectNode json();
}
