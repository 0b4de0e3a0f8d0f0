package dev.gatehouse.auth;

import org.jspecify.annotations.Nullable;

/** A refused credential, as an exception. An expected outcome, so it has no stack trace. */
public final class AuthFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Admission.Refused admission;

  public AuthFailedException(AuthFailure reason, @Nullable String keyId, @Nullable String detail) {
    this(new Admission.Refused(reason, keyId, detail));
  }

  public AuthFailedException(Admission.Refused admission) {
    super(admission.reason() + (admission.detail() == null ? "" : ": " + admission.detail()), null, false, false);
    this.admission = admission;
  }

  /** Why. */
  public AuthFailure reason() {
    return admission.reason();
  }

  public Admission.Refused admission() {
    return admission;
  }
}
