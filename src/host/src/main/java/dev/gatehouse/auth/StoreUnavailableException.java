package dev.gatehouse.auth;

import org.jspecify.annotations.Nullable;

/** The key store or the rate limiter does not answer. Callers of it fail closed. */
public final class StoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Names the store.
   *
   * @param message which store, and what it was asked
   * @param cause what happened, or null
   */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
