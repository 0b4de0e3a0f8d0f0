package dev.gatehouse.spi;

import java.util.Objects;

/**
 * Text.
 *
 * @param text the text, never null
 */
public record TextContent(String text) implements Content {

  /** Refuses null. */
  public TextContent {
    Objects.requireNonNull(text, "text");
  }
}
