package dev.gatehouse.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who issued a token, and to which client: what log, audit and metrics say of a token beside its owner. Never the token, and nothing that
 * can be sent instead of it.
 *
 * @param tenant whose issuer it is
 * @param issuer the name of the issuer's record, for example {@code local}
 * @param client the client's id as a verified token names it, cut to {@link Ledger.Entry#LONGEST} characters; null when it names none
 */
public record Issued(String tenant, String issuer, @Nullable String client) {

  /** Refuses null; cuts what the token says. */
  public Issued {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(issuer, "issuer");
    client = Ledger.Entry.cut(client);
  }

  /** An issuer whose token proved nothing: of what it says, nothing is kept. */
  public static Issued unproven(String tenant, String issuer) {
    return new Issued(tenant, issuer, null);
  }
}
