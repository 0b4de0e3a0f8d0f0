package dev.gatehouse.spi;

import java.util.List;

/**
 * A resource's whole answer.
 *
 * @param contents at least one; a resource that stands for a folder may have several
 */
public record ResourceResponse(List<ResourceContents> contents) {

  /** Copies the contents; refuses an empty list, for which there is {@link ResourceNotFoundException}. */
  public ResourceResponse {
    contents = List.copyOf(contents);
    if (contents.isEmpty()) {
      throw new IllegalArgumentException("a resource has at least one content; throw ResourceNotFoundException when there is none");
    }
  }

  /**
   * An answer of these contents.
   *
   * @param contents at least one
   * @return the response
   */
  public static ResourceResponse of(ResourceContents... contents) {
    return new ResourceResponse(List.of(contents));
  }

  /**
   * An answer of one content.
   *
   * @param contents the content
   */
  public ResourceResponse(ResourceContents contents) {
    this(List.of(contents));
  }
}
