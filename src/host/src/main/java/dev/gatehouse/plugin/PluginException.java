package dev.gatehouse.plugin;

/** A plugin that cannot be loaded. The message is one sentence for an operator: which file, what is wrong, what to do. */
public final class PluginException extends Exception {

  private static final long serialVersionUID = 1L;

  PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
