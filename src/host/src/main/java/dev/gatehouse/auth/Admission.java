package dev.gatehouse.auth;

import io.vertx.ext.auth.User;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outcome of authentication: admitted, refused, or undecided because the store does not answer. Undecided fails closed. */
public sealed interface Admission permits Admission.Admitted, Admission.Refused, Admission.Unavailable {

  /**
   * The caller is authenticated.
   *
   * @param principal who that is and what they may do
   * @param user the same as Vert.x knows them
   */
  record Admitted(Principal principal, User user) implements Admission {

    /** Refuses null. */
    public Admitted {
      Objects.requireNonNull(principal, "principal");
      Objects.requireNonNull(user, "user");
    }

    /** Makes the user. */
    public Admitted(Principal principal) {
      this(principal, principal.toUser());
    }
  }

  /**
   * Authentication failed.
   *
   * @param reason why, for log and audit
   * @param keyId the key as logs show it, or null when no id could be read
   * @param detail more about the reason, without any secret, or null
   * @param tenant whose key it is, when the caller has proven to hold it; else null
   * @param owner who the key was given to, when the caller has proven to hold it and the record tells; else null
   * @param issued of a token, the issuer that it names, when there is one; null for a key
   */
  record Refused(AuthFailure reason, @Nullable String keyId, @Nullable String detail, @Nullable String tenant,
      @Nullable String owner, @Nullable Issued issued) implements Admission {

    /** A refusal of a caller who has not proven to hold the key. */
    public Refused(AuthFailure reason, @Nullable String keyId, @Nullable String detail) {
      this(reason, keyId, detail, null, null, null);
    }

    /** A refusal of a key. */
    public Refused(AuthFailure reason, @Nullable String keyId, @Nullable String detail, @Nullable String tenant, @Nullable String owner) {
      this(reason, keyId, detail, tenant, owner, null);
    }

    /** Refuses a refusal without a reason. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
    }

    /** The same of a key of this tenant and owner. */
    public Refused of(@Nullable String itsTenant, @Nullable String itsOwner) {
      return new Refused(reason, keyId, detail, itsTenant, itsOwner, issued);
    }

    /** The same of a token of this issuer. */
    public Refused by(@Nullable Issued issuer) {
      return new Refused(reason, keyId, detail, tenant, owner, issuer);
    }

    /** Whether it ends one token and nothing else: its subject may come back with another token of the same issuer. */
    public boolean endsOneToken() {
      return reason == AuthFailure.EXPIRED || reason == AuthFailure.REVOKED && detail != null && detail.startsWith("by token:");
    }

    /** The reason for the audit log, with the record or entry that decided, and without address or time. */
    public String audited() {
      boolean decided = detail != null && (reason == AuthFailure.REVOKED || reason == AuthFailure.DISABLED);
      return decided ? reason + (reason == AuthFailure.REVOKED ? " " : ": ") + detail : reason.toString();
    }
  }

  /**
   * The store does not answer, so the caller cannot be authenticated.
   *
   * @param cause what happened
   */
  record Unavailable(Throwable cause) implements Admission {

    /** Refuses null. */
    public Unavailable {
      Objects.requireNonNull(cause, "cause");
    }
  }
}
