package dev.gatehouse.auth;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a verified token that others than the verifier need. Never the token itself.
 *
 * @param issuer the name of the issuer's record, without its tenant
 * @param subject the claim {@code sub}
 * @param clientId the client that the token was issued to: {@code client_id}, else {@code azp}; null when neither is there
 * @param jti the token's own id, or null
 * @param scopes the scopes that it holds
 * @param further the issuer's scopes that it lacks, with the rights that each would add, for 403 {@code insufficient_scope}
 */
public record TokenIdentity(String issuer, String subject, @Nullable String clientId, @Nullable String jti, Set<String> scopes,
    List<ScopeGrant> further) {

  /** Copies the collections. */
  public TokenIdentity {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(subject, "subject");
    scopes = Set.copyOf(scopes);
    further = List.copyOf(further);
  }
}
