package dev.gatehouse.auth.token;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Issued;
import dev.gatehouse.record.OneLine;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the issuers that a token may be from, by {@code iss} and {@code aud}, before its signature is verified. Issuer and audience are pinned
 * to one tenant, so that a token for another tenant of the same authorization server is refused.
 */
final class Candidates {

  /** How many records of one tenant may have the same issuer and audience. */
  private static final int MOST = 4;
  private static final int LONGEST_SHOWN = 200;

  private final Issuers issuers;
  private final Function<String, ? extends Collection<String>> canonical;

  Candidates(Issuers issuers, Function<String, ? extends Collection<String>> canonical) {
    this.issuers = issuers;
    this.canonical = canonical;
  }

  /** The audiences that an issuer's tokens may have. */
  Collection<String> audiences(Issuer issuer) {
    return issuer.audiences().isEmpty() ? canonical.apply(issuer.tenant()) : issuer.audiences();
  }

  /**
   * Finds them.
   *
   * @param tenant the path's, or null
   * @return at least one, all of one tenant
   * @throws AuthFailedException when there is none
   */
  List<Issuer> of(ParsedToken token, @Nullable String tenant) {
    String iss = token.issuer();
    if (iss == null) {
      throw TokenVerifier.refused(AuthFailure.BAD_CLAIM, "iss");
    }
    List<Issuer> issuing = (tenant == null ? issuers.issuing(iss) : issuers.of(tenant)).stream()
        .filter(issuer -> issuer.issuer().equals(iss)).toList();
    if (issuing.isEmpty()) {
      throw unknown(iss, tenant);
    }
    Object aud = token.claims().get("aud");
    if (aud == null) {
      throw TokenVerifier.refused(AuthFailure.BAD_CLAIM, "aud");
    }
    List<?> named = aud instanceof List<?> list ? list : List.of(aud);
    List<Issuer> meant =
        issuing.stream().filter(issuer -> named.stream().map(String::valueOf).anyMatch(audiences(issuer)::contains)).toList();
    if (meant.isEmpty()) {
      AuthFailedException refusal = TokenVerifier.refused(AuthFailure.WRONG_AUDIENCE,
          tenant == null ? null : "none of " + String.join(" ", audiences(issuing.get(0))));
      throw tenant == null ? refusal : unproven(refusal, issuing.get(0));
    }
    if (meant.stream().map(Issuer::tenant).distinct().count() > 1) {
      throw TokenVerifier.refused(AuthFailure.WRONG_AUDIENCE, "it is for several tenants, and the path names none");
    }
    return meant.stream().limit(MOST).toList();
  }

  /** The same refusal with the issuer that the token names; nothing has proven it yet. */
  static AuthFailedException unproven(AuthFailedException refusal, Issuer issuer) {
    Admission.Refused refused = refusal.admission();
    return refused.issued() != null ? refusal
        : new AuthFailedException(refused.by(Issued.unproven(issuer.tenant(), issuer.name())));
  }

  private AuthFailedException unknown(String iss, @Nullable String tenant) {
    List<UnreadableIssuer> closed = issuers.unreadable().stream().filter(issuer -> issuer.tenant().equals(tenant)).toList();
    if (!closed.isEmpty()) {
      return TokenVerifier.refused(AuthFailure.UNREADABLE, "issuer '" + closed.get(0).name() + "': " + closed.get(0).why());
    }
    String shown = OneLine.of(iss, "?");
    return TokenVerifier.refused(AuthFailure.WRONG_ISSUER,
        "no issuer's record has '" + (shown.length() <= LONGEST_SHOWN ? shown : shown.substring(0, LONGEST_SHOWN) + "...") + "'");
  }
}
