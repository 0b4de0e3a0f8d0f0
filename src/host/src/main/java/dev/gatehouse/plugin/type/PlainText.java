package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;

/** Formats JSON for a model: text without quotes, a number without an exponent, everything else as JSON. */
public final class PlainText {

  private PlainText() {
  }

  /** Renders. */
  public static String of(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    return node.isNumber() ? Numbers.text(node) : node.toString();
  }
}
