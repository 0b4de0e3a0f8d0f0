package dev.gatehouse.spi;

import java.util.Objects;

/**
 * A resource carried in the answer itself.
 *
 * @param resource its contents
 */
public record EmbeddedResource(ResourceContents resource) implements Content {

  /** Refuses null. */
  public EmbeddedResource {
    Objects.requireNonNull(resource, "resource");
  }
}
