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
 *     values (String, Number, Boolean, List, Map, null); empty when there is none. See {@link #config(Class)}
 * @param tools where it registers tools that are not methods
 * @param binder reads the configuration as a record
 */
public record PluginContext(String tenant, String plugin, Map<String, Object> config, ToolManager tools, ConfigBinder binder) {

  /** Keeps an unmodifiable copy of the configuration, in the order it was written. */
  public PluginContext {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(plugin, "plugin");
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /**
   * For tests of a plugin that does not ask for its configuration as a record: {@link #binder()} is null.
   *
   * @param tenant the tenant that this instance serves
   * @param plugin the plugin's name
   * @param config the plugin's configuration
   * @param tools where it registers tools that are not methods
   */
  public PluginContext(String tenant, String plugin, Map<String, Object> config, ToolManager tools) {
    this(tenant, plugin, config, tools, null);
  }

  /**
   * For tests of a plugin that registers no tools either: {@link #tools()} is null.
   *
   * @param tenant the tenant that this instance serves
   * @param plugin the plugin's name
   * @param config the plugin's configuration
   */
  public PluginContext(String tenant, String plugin, Map<String, Object> config) {
    this(tenant, plugin, config, null, null);
  }

  /**
   * The configuration as a record, read as the arguments of a tool are: the same types and names, {@link ToolArg} on its components
   * for descriptions, defaults and what need not be given, {@code Optional}, records within. What the record does not know is refused.
   *
   * <pre>{@code
   * public record Settings(URI url, @ToolArg(defaultValue = "PT30S") Duration timeout, Optional<String> proxy) {}
   *
   * public void start(PluginContext context) {
   *   Settings settings = context.config(Settings.class);
   * }
   * }</pre>
   *
   * <p>An operator may write a duration as the host's own are, {@code "30s"}, beside ISO-8601, and a number or a boolean as text, since
   * {@code "${env:PORT}"} is text.
   *
   * @param <T> the record
   * @param type the record's class
   * @return the configuration
   * @throws IllegalArgumentException when it does not fit; let it leave {@link Plugin#start}, and the operator is told all that is
   *     wrong, field by field. Also when the class is no record, or one without a JSON form
   * @throws IllegalStateException when no host made this context
   */
  public <T> T config(Class<T> type) {
    if (binder == null) {
      throw new IllegalStateException("a record is made of the configuration by the host, and this context is none of its; test the"
          + " plugin in one, by gatehouse-testkit");
    }
    return binder.bind(config, type);
  }

  /** Names the fields of the configuration but not what they hold, which can be secrets. */
  @Override
  public String toString() {
    return "PluginContext[tenant=" + tenant + ", plugin=" + plugin + ", config=" + config.keySet() + ", tools=" + tools + "]";
  }
}
