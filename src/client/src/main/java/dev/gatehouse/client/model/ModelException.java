package dev.gatehouse.client.model;

import org.jspecify.annotations.Nullable;

/** The model cannot be had or breaks off; the message says why, for people. */
public final class ModelException extends Exception {

  private static final long serialVersionUID = 1L;

  ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
