package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A call needs a capability that the client did not declare. An expected outcome, so it has no stack trace. */
public final class MissingCapabilityException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ObjectNode required;

  /**
   * Names it.
   *
   * @param required what the client lacks, as MCP {@code ClientCapabilities}, for example <code>{"sampling":{}}</code>
   */
  public MissingCapabilityException(ObjectNode required) {
    super("the client lacks " + required, null, false, false);
    this.required = required;
  }

  /** What the client lacks, as MCP {@code ClientCapabilities}. */
  public ObjectNode required() {
    return required;
  }
}
