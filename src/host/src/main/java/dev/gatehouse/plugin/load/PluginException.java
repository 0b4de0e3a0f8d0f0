package dev.gatehouse.plugin.load;

import dev.gatehouse.plugin.check.ResourceInUse;
import org.jspecify.annotations.Nullable;

/** A plugin that cannot be loaded. The message is one sentence for an operator: which file, what is wrong, what to do. */
public final class PluginException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean passing;

  PluginException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  PluginException(String message, @Nullable Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether the same files may do another time: what the plugin needs to start was not there. */
  public boolean passing() {
    return passing;
  }

  /** Whether somebody else holds what it needs to start, such as a file or a port: the version that runs may do so. */
  public boolean inUse() {
    return passing && ResourceInUse.isBehind(getCause());
  }
}
