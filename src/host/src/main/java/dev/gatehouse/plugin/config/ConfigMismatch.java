package dev.gatehouse.plugin.config;

import dev.gatehouse.plugin.check.AuthorError;

/** A configuration that is not what its plugin asks for. The message says all of it, in one line without a secret. */
public final class ConfigMismatch extends AuthorError {

  private static final long serialVersionUID = 1L;

  public ConfigMismatch(String message) {
    super(message);
  }
}
