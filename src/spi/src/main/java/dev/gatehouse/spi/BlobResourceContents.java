package dev.gatehouse.spi;

import java.util.Base64;
import java.util.Objects;

/**
 * A resource's contents as bytes.
 *
 * @param uri where the resource is
 * @param blob the bytes in base64 (RFC 4648 section 4)
 * @param mimeType its media type, or null
 */
public record BlobResourceContents(String uri, String blob, String mimeType) implements ResourceContents {

  /** Refuses a null uri or blob. */
  public BlobResourceContents {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(blob, "blob");
  }

  /**
   * Bytes without a media type.
   *
   * @param uri where the resource is
   * @param blob the bytes in base64 (RFC 4648 section 4)
   * @return the contents
   */
  public static BlobResourceContents create(String uri, String blob) {
    return new BlobResourceContents(uri, blob, null);
  }

  /**
   * Bytes without a media type.
   *
   * @param uri where the resource is
   * @param bytes the bytes
   * @return the contents
   */
  public static BlobResourceContents create(String uri, byte[] bytes) {
    return create(uri, Base64.getEncoder().encodeToString(bytes));
  }
}
