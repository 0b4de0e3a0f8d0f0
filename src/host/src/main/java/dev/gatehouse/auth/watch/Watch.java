package dev.gatehouse.auth.watch;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.Admission.Admitted;
import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Validity;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call, stream or session that a caller has open. {@link CredentialWatch} re-authorises it whenever the credential may have changed. */
public final class Watch {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final Listener listener;
  private final AtomicBoolean over = new AtomicBoolean();
  private Principal principal;
  private long serial;
  final CredentialInUse credential;
  /** Its neighbours in the credential's list, guarded by the credential. */
  @Nullable
  Watch previous;
  @Nullable
  Watch next;

  Watch(CredentialInUse credential, Principal principal, Listener listener) {
    this.credential = credential;
    this.principal = principal;
    this.serial = principal.validity().admittedBy().serial();
    this.listener = listener;
  }

  /** Stops watching, when the call, stream or session has ended by itself. Idempotent. */
  public void close() {
    if (over.compareAndSet(false, true)) {
      credential.remove(this);
    }
  }

  private void end(Refused refused) {
    if (over.compareAndSet(false, true)) {
      credential.remove(this);
      tellEnd(refused);
    }
  }

  /** Catches a failure, so that the other listeners are told too. */
  private void tellEnd(Refused refused) {
    try {
      listener.ended(refused);
    } catch (RuntimeException e) {
      LOG.error("what key {} has open could not be ended", principal().displayId(), e);
    }
  }

  /** Ends the watch when its listener fails: it would go on with the old rights (fail closed). */
  private void tellChange(Principal now) {
    try {
      listener.changed(now);
    } catch (RuntimeException e) {
      LOG.error("what key {} has open could not be told of its rights", now.displayId(), e);
      end(new Refused(AuthFailure.UNREADABLE, now.displayId(), e.getClass().getName()));
    }
  }

  private synchronized Principal principal() {
    return principal;
  }

  /** Re-authorises the caller: ends the watch, or reports changed rights. */
  void reauthorise(Validity.State state, Instant now) {
    Principal known = principal();
    Admission admission = admission(known, state, now);
    if (admission instanceof Refused refused) {
      end(refused);
    } else if (!((Admitted) admission).principal().tenant().equals(known.tenant())) {
      end(new Refused(AuthFailure.UNKNOWN, known.displayId(), "the key has moved to another tenant"));
    } else {
      update(state.serial(), ((Admitted) admission).principal());
    }
  }

  private static Admission admission(Principal known, Validity.State state, Instant now) {
    try {
      return state.readmit(known, now);
    } catch (RuntimeException e) {
      LOG.error("key {} cannot be checked", known.displayId(), e);
      return new Refused(AuthFailure.UNREADABLE, known.displayId(), e.getClass().getName());
    }
  }

  /** Ignores a state that is older than the last one: answers may arrive out of order. */
  private synchronized void update(long itsSerial, Principal now) {
    if (now == principal || itsSerial <= serial || over.get()) {
      return;
    }
    boolean same = now.hasRightsOf(principal);
    serial = itsSerial;
    principal = now;
    if (!same) {
      tellChange(now);
    }
  }

  /** Ends the watch at the last known expiry, while the store does not answer. */
  void endIfExpired(Instant now) {
    Instant end = principal().expires();
    if (end != null && !now.isBefore(end)) {
      end(new Refused(AuthFailure.EXPIRED, principal().displayId(), "since " + end));
    }
  }

  /** Receives changes of the rights of a caller who has something open; on any thread. */
  public interface Listener {

    /** The caller's rights have changed; {@code now} has the current ones. */
    void changed(Principal now);

    /** The caller would be refused now. Called at most once, as the last call. */
    void ended(Refused why);
  }
}
