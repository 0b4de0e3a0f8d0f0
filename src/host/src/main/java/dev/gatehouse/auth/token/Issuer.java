package dev.gatehouse.auth.token;

import dev.gatehouse.auth.RightsSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed issuer's record. It shows no secret.
 *
 * @param tenant whose tools its tokens use
 * @param name the record's name
 * @param issuer the exact claim {@code iss}
 * @param audiences the accepted {@code aud}; empty for the tenant's canonical URL
 * @param anchor where its keys come from
 * @param algorithms the accepted signature algorithms, at least one, never {@code none}
 * @param leeway how far its clock may be off
 * @param maxAge how long a token is accepted after its {@code iat}, or null
 * @param ownerClaim the claim that is the owner
 * @param rolesClaim the claim that lists roles, or null
 * @param claims whether rights in the claim {@code gatehouse} are read
 * @param scopes the scopes that a client is asked to get first
 * @param scopeRoles the roles of each scope
 * @param ceiling what its tokens may use at most
 * @param disabled whether its status is {@code disabled}
 * @param trust the revision of the fields that decide which tokens are genuine, eight hex digits: a token that verified under another one is
 *     verified again
 */
public record Issuer(String tenant, String name, String issuer, Set<String> audiences, TrustAnchor anchor, Set<String> algorithms,
    Duration leeway, @Nullable Duration maxAge, String ownerClaim, @Nullable String rolesClaim, boolean claims, List<String> scopes,
    Map<String, List<String>> scopeRoles, RightsSource ceiling, boolean disabled, String trust) {

  /** The signature algorithms that DPoP proofs may have, sorted; the same for all issuers. */
  public static final List<String> PROOF_ALGORITHMS = SignatureAlgorithms.ASYMMETRIC.stream().sorted().toList();

  /** Whether a client can get its tokens from an authorization server: it has one unless host and issuer share a secret. */
  public boolean hasAuthorizationServer() {
    return !(anchor instanceof TrustAnchor.Shared);
  }
}
