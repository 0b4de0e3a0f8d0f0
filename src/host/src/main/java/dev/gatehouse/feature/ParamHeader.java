package dev.gatehouse.feature;

import java.util.List;
import java.util.Objects;

/**
 * An argument that a client repeats in a header {@code Mcp-Param-…} (specification 2026-07-28, tools, {@code x-mcp-header}).
 *
 * @param header the whole header's name, for example {@code Mcp-Param-Region}
 * @param path the argument's name; for one within objects the names from the outside in
 * @param type {@code string}, {@code integer} or {@code boolean}
 */
public record ParamHeader(String header, List<String> path, String type) {

  /** What every such header begins with. */
  public static final String PREFIX = "Mcp-Param-";

  /** Refuses null. */
  public ParamHeader {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(type, "type");
    path = List.copyOf(path);
  }
}
