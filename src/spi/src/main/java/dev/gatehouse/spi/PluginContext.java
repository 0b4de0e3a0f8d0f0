package dev.gatehouse.spi;

import java.util.Map;

/**
 * What a plugin instance is told when it starts.
 *
 * @param tenant the tenant that this instance serves
 * @param plugin the plugin's name: the name of its jar or folder
 * @param config the object under {@code tenants.<tenant>.plugins.<plugin>} of the host's configuration, as JSON-like
 *     values (String, Number, Boolean, List, Map, null); empty when there is none
 */
public record PluginContext(String tenant, String plugin, Map<String, Object> config) {

  /** Keeps an unmodifiable view of the configuration. */
  public PluginContext {
    config = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(config));
  }
}
