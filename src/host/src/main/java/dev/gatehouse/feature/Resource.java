package dev.gatehouse.feature;

import java.util.Objects;

/**
 * A resource that can be read, or a template of such.
 *
 * @param info what is told about it
 * @param template how it is found when it is a template, else null
 * @param function what runs
 */
public record Resource(ResourceInfo info, UriTemplate template, PluginFunction<ResourceCall, ResourceResult> function) {

  /** Refuses null, the template apart. */
  public Resource {
    Objects.requireNonNull(info, "info");
    Objects.requireNonNull(function, "function");
  }
}
