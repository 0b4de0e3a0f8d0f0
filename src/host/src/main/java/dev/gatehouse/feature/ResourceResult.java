package dev.gatehouse.feature;

import dev.gatehouse.spi.ResourceContents;
import java.util.List;

/**
 * What a resource holds.
 *
 * @param contents one or several
 */
public record ResourceResult(List<ResourceContents> contents) implements Result {

  /** Copies the contents. */
  public ResourceResult {
    contents = List.copyOf(contents);
  }
}
