package dev.gatehouse.spi;

import java.util.Base64;
import java.util.Objects;

/**
 * Audio data.
 *
 * @param data the bytes in base64 (RFC 4648 section 4)
 * @param mimeType such as {@code audio/wav}
 */
public record AudioContent(String data, String mimeType) implements Content {

  /** Refuses null. */
  public AudioContent {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(mimeType, "mimeType");
  }

  /**
   * Encodes raw bytes.
   *
   * @param bytes the audio file
   * @param mimeType its media type
   * @return the content block
   */
  public static AudioContent of(byte[] bytes, String mimeType) {
    return new AudioContent(Base64.getEncoder().encodeToString(bytes), mimeType);
  }
}
