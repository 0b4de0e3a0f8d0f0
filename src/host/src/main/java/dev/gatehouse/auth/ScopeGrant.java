package dev.gatehouse.auth;

import java.util.List;
import java.util.Objects;

/**
 * An OAuth scope that a token lacks, and the rights that it would add.
 *
 * @param scope the scope's name at the authorization server
 * @param rights those of the roles that the issuer's record gives to the scope; without the roles that do not exist
 */
public record ScopeGrant(String scope, List<RightsSource> rights) {

  /** Copies the rights. */
  public ScopeGrant {
    Objects.requireNonNull(scope, "scope");
    rights = List.copyOf(rights);
  }
}
