package dev.gatehouse.spi;

import java.util.Base64;
import java.util.Objects;

/**
 * Image data.
 *
 * @param data the bytes in base64 (RFC 4648 section 4)
 * @param mimeType such as {@code image/png}
 */
public record ImageContent(String data, String mimeType) implements Content {

  /** Refuses null. */
  public ImageContent {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(mimeType, "mimeType");
  }

  /**
   * Encodes raw bytes.
   *
   * @param bytes the image file
   * @param mimeType its media type
   * @return the content block
   */
  public static ImageContent of(byte[] bytes, String mimeType) {
    return new ImageContent(Base64.getEncoder().encodeToString(bytes), mimeType);
  }
}
