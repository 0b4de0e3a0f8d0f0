package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.ResourceUri;
import java.util.Objects;

/**
 * What the host tells about a resource or a resource template (MCP {@code Resource}, {@code ResourceTemplate}).
 *
 * @param uri its URI, or the URI template
 * @param name its name
 * @param title a name for people, or null
 * @param description what it is, or null
 * @param mimeType its media type, or null
 * @param size in bytes, or null
 * @param annotations MCP {@code Annotations}, or null
 * @param meta MCP {@code _meta} of the listing, or null
 */
public record ResourceInfo(ResourceUri uri, String name, String title, String description, String mimeType, Long size,
    ObjectNode annotations, ObjectNode meta) {

  /** Refuses a null name and a null URI. */
  public ResourceInfo {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(name, "name");
  }
}
