package dev.gatehouse.spi;

import java.util.Map;

/** Reads a plugin's configuration as a record. The host has one; a plugin asks by {@link PluginContext#config(Class)}. */
public interface ConfigBinder {

  /**
   * Reads.
   *
   * @param <T> the record
   * @param config the configuration, as {@link PluginContext#config()} gives it
   * @param type the record's class
   * @return a record, never null
   * @throws IllegalArgumentException when the configuration does not fit: the message says all that is wrong, and holds no secret
   */
  <T> T bind(Map<String, Object> config, Class<T> type);
}
