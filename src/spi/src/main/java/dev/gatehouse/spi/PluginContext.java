package dev.gatehouse.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a plugin instance is told when it starts.
 *
 * @param tenant the tenant that this instance serves
 * @param plugin the plugin's name: the name of its jar or folder
 * @param config the object under {@code tenants.<tenant>.plugins.<plugin>} of the host's configuration, as JSON-like
 *     values (String, Number, Boolean, List, Map, null); empty when there is none
 * @param tools where it registers tools that are not methods
 */
public record PluginContext(String tenant, String plugin, Map<String, Object> config, ToolManager tools) {

  /** Keeps an unmodifiable copy of the configuration, in the order it was written. */
  public PluginContext {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(plugin, "plugin");
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /**
   * For tests of a plugin that registers no tools: {@link #tools()} is null.
   *
   * @param tenant the tenant that this instance serves
   * @param plugin the plugin's name
   * @param config the plugin's configuration
   */
  public PluginContext(String tenant, String plugin, Map<String, Object> config) {
    this(tenant, plugin, config, null);
  }
}
