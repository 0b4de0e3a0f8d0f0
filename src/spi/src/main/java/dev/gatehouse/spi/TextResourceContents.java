package dev.gatehouse.spi;

import java.util.Objects;

/**
 * A resource's contents as text.
 *
 * @param uri where the resource is
 * @param text the text
 * @param mimeType its media type, or null
 */
public record TextResourceContents(String uri, String text, String mimeType) implements ResourceContents {

  /** Refuses a null uri or text. */
  public TextResourceContents {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(text, "text");
  }

  /**
   * A text without a media type.
   *
   * @param uri where the resource is
   * @param text the text
   * @return the contents
   */
  public static TextResourceContents create(String uri, String text) {
    return new TextResourceContents(uri, text, null);
  }
}
