package dev.gatehouse.spi;

import java.util.Objects;

/**
 * A resource that the client may read later.
 *
 * @param uri where it is
 * @param name its name
 * @param title a name for people, or null
 * @param description what it is, or null
 * @param mimeType its media type, or null
 */
public record ResourceLink(String uri, String name, String title, String description, String mimeType) implements Content {

  /** Refuses a null uri or name. */
  public ResourceLink {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(name, "name");
  }
}
