package dev.gatehouse.spi;

/** The contents of a resource, as text or as bytes. */
public sealed interface ResourceContents permits TextResourceContents, BlobResourceContents {

  /** Where the resource is. */
  String uri();

  /** Its media type, or null. */
  String mimeType();
}
