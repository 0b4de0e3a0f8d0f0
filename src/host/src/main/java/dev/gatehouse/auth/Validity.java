package dev.gatehouse.auth;

import io.vertx.core.Future;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Re-authorisation of an admitted caller: what their credential depends on, and how to check it again. Each kind of credential implements
 * this, so that {@code auth.watch} ends open calls, streams and sessions without knowing the kind.
 *
 * <p>Two are equal when the same credential was presented from the same address.
 */
public interface Validity {

  /** The validity of a caller who was never admitted; whatever they open is ended at once. */
  Validity NONE = new NotAdmitted();

  /** The id that change events name, unique among all kinds: a key's public id, {@code anonymous:demo}. */
  String subject();

  /** The state that the caller was admitted by. */
  State admittedBy();

  /**
   * The current state, if this host knows it without asking the store; null when in doubt. Any later change is reported. The same
   * object as {@link #admittedBy} when nothing has changed.
   */
  @Nullable
  State current();

  /** Reads the current state from the store. It is the same for all callers of one subject. */
  Future<? extends State> read();

  /** What a credential allows, as it was read at one moment. */
  interface State {

    /** A number that increases with each read: of two states of one subject, the higher was read later. */
    long serial();

    /** The time by which the state must be read again without a change event, because it expires; null for never. */
    @Nullable
    Instant due();

    /** Authorises a caller again, as for a new request with the same credential from the same address. */
    Admission readmit(Principal caller, Instant now);
  }
}
