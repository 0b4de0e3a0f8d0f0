package dev.gatehouse.plugin.config;

import dev.gatehouse.plugin.check.AuthorError;

/** A configuration does not match what its plugin declares. The message lists all faults in one line, without a secret. */
public final class ConfigMismatch extends AuthorError {

  private static final long serialVersionUID = 1L;

  /** Creates one with all faults in one line. */
  public ConfigMismatch(String message) {
    super(message);
  }
}
