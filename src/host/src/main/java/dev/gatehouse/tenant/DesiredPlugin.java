package dev.gatehouse.tenant;

import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.PluginSettings;

/**
 * A plugin in the folder, and what the configuration says to it: another version of either is to be loaded.
 *
 * @param source its name and jars
 * @param print what the jars looked like
 * @param settings what it is given
 */
record DesiredPlugin(PluginSource source, Fingerprint print, PluginSettings settings) {

  /** One that is given nothing. */
  static DesiredPlugin of(PluginSource source) {
    return new DesiredPlugin(source, Fingerprint.of(source.jars()), PluginSettings.NONE);
  }

  /** The same jars with these settings. */
  DesiredPlugin with(PluginSettings given) {
    return new DesiredPlugin(source, print, given);
  }

  /** Whether the jars look now as they did. */
  boolean still() {
    return Fingerprint.of(source.jars()).equals(print);
  }
}
