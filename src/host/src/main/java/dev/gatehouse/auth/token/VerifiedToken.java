package dev.gatehouse.auth.token;

import dev.gatehouse.auth.RightsSource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a genuine token says. It is made by {@link TokenVerifier} alone, and holds neither the token nor a part of its signature.
 *
 * @param tenant the issuer's tenant
 * @param issuer the name of the issuer's record
 * @param trust the revision that it was verified by: {@link Issuer#trust}
 * @param subject {@code sub}, else the owner
 * @param owner the value of the owner's claim
 * @param clientId {@code client_id}, else {@code azp}, or null
 * @param jti its id, or null
 * @param scopes what the token was granted: the claim {@code "scope"}, else {@code "scp"}
 * @param roles the role names in the roles' claim
 * @param rights the rights in the claim {@code gatehouse}, all null when it has none
 * @param rightsRoles the roles in that claim
 * @param issuedAt {@code iat}, or null
 * @param expires {@code exp}, or sooner when the issuer has {@code maxAge}
 * @param boundTo the thumbprint of the key that it is bound to ({@code cnf.jkt}), or null
 */
record VerifiedToken(String tenant, String issuer, String trust, String subject, String owner, @Nullable String clientId,
    @Nullable String jti, Set<String> scopes, List<String> roles, RightsSource rights, List<String> rightsRoles,
    @Nullable Instant issuedAt, Instant expires, @Nullable String boundTo) {

  /** Copies the collections. */
  VerifiedToken {
    scopes = Set.copyOf(scopes);
    roles = List.copyOf(roles);
    rightsRoles = List.copyOf(rightsRoles);
  }
}
