package dev.gatehouse.spi;

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
}
