package dev.gatehouse.tenant;

import dev.gatehouse.plugin.PluginSource;

/**
 * A plugin in the folder.
 *
 * @param source its name and jars
 * @param print what the jars looked like
 */
record Found(PluginSource source, Fingerprint print) {

  static Found of(PluginSource source) {
    return new Found(source, Fingerprint.of(source.jars()));
  }

  /** Whether the jars look now as they did. */
  boolean still() {
    return Fingerprint.of(source.jars()).equals(print);
  }
}
