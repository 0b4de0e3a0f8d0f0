package dev.gatehouse.auth;

import org.jspecify.annotations.Nullable;

/** A refused credential, as an exception. An expected outcome, so it has no stack trace. */
public final class AuthFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final AuthFailure reason;
  private final @Nullable String keyId;
  private final @Nullable String detail;

  public AuthFailedException(AuthFailure reason, @Nullable String keyId, @Nullable String detail) {
    super(reason + (detail == null ? "" : ": " + detail), null, false, false);
    this.reason = reason;
    this.keyId = keyId;
    this.detail = detail;
  }

  /** Why. */
  public AuthFailure reason() {
    return reason;
  }

  public Admission.Refused admission() {
    return new Admission.Refused(reason, keyId, detail);
  }
}
