package dev.gatehouse.tenant;

import dev.gatehouse.record.OneLine;

/**
 * A plugin in quarantine: it is not served, and the message says why.
 *
 * @param tenant whose it is; {@code _all} for everybody's
 * @param plugin its name, or the file's; empty when the whole folder is meant
 * @param message one sentence for the operator
 */
public record PluginFault(String tenant, String plugin, String message) {

  /** The longest message, in characters. */
  private static final int LONGEST = 2000;

  /** Cuts the message and makes it one line. */
  public PluginFault {
    plugin = line(plugin);
    message = line(message);
  }

  private static String line(String text) {
    return OneLine.cut(OneLine.of(text), LONGEST, " …");
  }
}
