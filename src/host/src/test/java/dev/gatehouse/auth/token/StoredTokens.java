package dev.gatehouse.auth.token;

import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tokens that have been verified, for tests of what the store says about them. */
public final class StoredTokens {

  private StoredTokens() {
  }

  /**
   * A token of the issuer {@code local} of the tenant {@code demo}.
   *
   * @param record the issuer's record that it was verified by
   * @param scopes what it was issued for
   */
  public static Credential of(Map<String, String> record, String owner, String jti, String... scopes) {
    Issuer issuer = IssuerReader.read("demo", "local", record);
    VerifiedToken token = new VerifiedToken("demo", "local", issuer.trust(), owner, owner, "agent", jti, Set.of(scopes), List.of(),
        new RightsSource("the token", null, null, null), List.of(), null, Instant.parse("2100-01-01T00:00:00Z"), null);
    return TokenCredential.of(token, Sha256.hex(jti));
  }
}
