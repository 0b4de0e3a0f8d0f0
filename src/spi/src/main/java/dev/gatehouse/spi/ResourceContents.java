package dev.gatehouse.spi;

/** The contents of a resource, as text or as bytes. */
public sealed interface ResourceContents permits TextResourceContents, BlobResourceContents {

  /**
   * Where the resource is.
   *
   * @return its URI, never null
   */
  String uri();

  /**
   * Its media type.
   *
   * @return such as {@code text/plain}, or null
   */
  String mimeType();
}
