package dev.gatehouse.spi;

import java.util.Objects;

/**
 * A place that the client's user works in.
 *
 * @param uri where it is
 * @param name what it is called, or null
 */
public record Root(String uri, String name) {

  /** Refuses a null uri. */
  public Root {
    Objects.requireNonNull(uri, "uri");
  }
}
