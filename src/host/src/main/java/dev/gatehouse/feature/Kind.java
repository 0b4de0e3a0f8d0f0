package dev.gatehouse.feature;

/** The kinds of features. Their order is the order in log lines and clash messages. */
public enum Kind {
  /** A tool, which a model calls. */
  TOOL("tool"),
  /** A prompt. */
  PROMPT("prompt"),
  /** A resource with a fixed URI. */
  RESOURCE("resource"),
  /** A resource template, which serves every URI that it matches. */
  TEMPLATE("resource template"),
  /** Proposes values for an argument of a prompt or a variable of a resource template. */
  COMPLETION("completion");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** Whether a model reads what went wrong, as a result, and may try again; of the others a call that fails is an error. */
  public boolean isCalledByModel() {
    return this == TOOL;
  }

  /** The kind in words, for messages. */
  @Override
  public String toString() {
    return word;
  }
}
