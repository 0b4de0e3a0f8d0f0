package dev.gatehouse.auth;

import io.vertx.core.Future;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fails closed: refuses a caller who was never authenticated. */
record NotAdmitted() implements Validity, Validity.State {

  @Override
  public String subject() {
    return "nobody:";
  }

  @Override
  public State admittedBy() {
    return this;
  }

  @Override
  public @Nullable State current() {
    return null;
  }

  @Override
  public Future<State> read() {
    return Future.succeededFuture(this);
  }

  @Override
  public long serial() {
    return 0;
  }

  @Override
  public @Nullable Instant due() {
    return null;
  }

  @Override
  public Admission readmit(Principal caller, Instant now) {
    return new Admission.Refused(AuthFailure.UNREADABLE, caller.displayId(), "the caller was never admitted");
  }
}
