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

  /** Whether the failure is transient: a dependency of the start was not available. */
  public boolean passing() {
    return passing;
  }

  /** Whether another process or version holds a resource of the start, such as a file or a port. */
  public boolean inUse() {
    return passing && ResourceInUse.isBehind(getCause());
  }
}
