package dev.gatehouse.auth.token;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Issued;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.OneLine;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the claims of a token whose signature has been verified (RFC 7519 section 4.1, RFC 9068 section 4). */
final class ClaimsReader {

  /** Claims of an ID token (OpenID Connect Core 1.0 section 2) and of a logout token. */
  private static final List<String> OTHERS = List.of("nonce", "at_hash", "c_hash", "s_hash", "events");
  /** Keycloak's claim {@code typ} in what is no access token. */
  private static final Set<String> OTHER_TYPES = Set.of("ID", "Refresh", "Offline", "Logout");
  /** The most that a lifetime claim may be: the year 9999. */
  private static final long LATEST = 253_402_300_799L;
  private static final int LONGEST_TEXT = 256;
  private static final int MOST_ROLES = 100;
  private static final int MOST_SCOPES = 100;

  private final Map<String, Object> claims;
  private final Issuer issuer;
  private final Instant now;

  ClaimsReader(Map<String, Object> claims, Issuer issuer, Instant now) {
    this.claims = claims;
    this.issuer = issuer;
    this.now = now;
  }

  /**
   * Checks and reads the claims.
   *
   * @throws AuthFailedException when one of them is missing, malformed, or not for this host
   */
  VerifiedToken read(Collection<String> audiences) {
    kind();
    if (!issuer.issuer().equals(claims.get("iss"))) {
      throw TokenVerifier.refused(AuthFailure.WRONG_ISSUER, null);
    }
    audience(audiences);
    Instant issuedAt = moment("iat");
    Instant expires = expires(issuedAt);
    notInFuture("nbf", moment("nbf"));
    notInFuture("iat", issuedAt);
    RightsClaim rights = RightsClaim.of(issuer.claims() || !issuer.hasAuthorizationServer() ? claims.get("gatehouse") : null);
    String owner = owner();
    String subject = text("sub");
    String client = text("client_id");
    return new VerifiedToken(issuer.tenant(), issuer.name(), issuer.trust(), subject == null ? owner : subject, owner,
        client == null ? text("azp") : client, text("jti"), scopes(), roles(), rights.source(), rights.roles(), issuedAt, expires,
        boundTo());
  }

  /** The same refusal with whose token it is, as far as its claims tell: the signature has proven that they are the issuer's. */
  Admission.Refused refused(Admission.Refused refusal) {
    String jti = proven(() -> text("jti"));
    String client = proven(() -> text("client_id"));
    return new Admission.Refused(refusal.reason(), TokenCredential.isPlain(jti) ? issuer.name() + ':' + jti : null, refusal.detail(),
        issuer.tenant(), proven(this::owner),
        new Issued(issuer.tenant(), issuer.name(), client == null ? proven(() -> text("azp")) : client));
  }

  private static @Nullable String proven(Supplier<@Nullable String> claim) {
    try {
      return claim.get();
    } catch (AuthFailedException e) {
      return null;
    }
  }

  private void kind() {
    boolean other = OTHERS.stream().anyMatch(claims::containsKey) || OTHER_TYPES.contains(String.valueOf(claims.get("typ")))
        || "id".equals(claims.get("token_use")) || "refresh".equals(claims.get("token_use"));
    if (other) {
      throw TokenVerifier.refused(AuthFailure.WRONG_TYPE, "by its claims");
    }
  }

  private void audience(Collection<String> audiences) {
    Object aud = claims.get("aud");
    List<?> all = aud instanceof List<?> list ? list : aud instanceof String ? List.of(aud) : List.of();
    if (all.isEmpty()) {
      throw malformed("aud");
    }
    if (all.stream().map(String::valueOf).noneMatch(audiences::contains)) {
      throw TokenVerifier.refused(AuthFailure.WRONG_AUDIENCE, "none of " + String.join(" ", audiences));
    }
  }

  private Instant expires(@Nullable Instant issuedAt) {
    Instant end = moment("exp");
    if (end == null) {
      throw malformed("exp");
    }
    if (issuer.maxAge() != null) {
      if (issuedAt == null) {
        throw malformed("iat");
      }
      Instant last = issuedAt.plus(issuer.maxAge());
      end = last.isBefore(end) ? last : end;
    }
    if (!now.isBefore(end)) {
      throw TokenVerifier.refused(AuthFailure.EXPIRED, "since " + end);
    }
    return end;
  }

  private void notInFuture(String claim, @Nullable Instant at) {
    if (at != null && at.isAfter(now.plus(issuer.leeway()))) {
      throw TokenVerifier.refused(AuthFailure.NOT_YET_VALID, claim + " is " + at);
    }
  }

  private @Nullable Instant moment(String claim) {
    Object value = claims.get(claim);
    if (value == null) {
      return null;
    }
    double seconds = value instanceof Number number ? number.doubleValue() : -1;
    // The comparison also refuses NaN.
    if (!(seconds >= 0 && seconds <= LATEST)) {
      throw malformed(claim);
    }
    return Instant.ofEpochSecond((long) seconds);
  }

  private String owner() {
    Object owner = claim(issuer.ownerClaim());
    if (!(owner instanceof String name) || !Identifier.OWNER.matches(name)) {
      throw malformed(issuer.ownerClaim() + ", which is the owner: 1 to 63 of a-z 0-9 _ - . @ +");
    }
    return name;
  }

  /** A claim by name, else by its path: {@code realm_access.roles}. */
  private @Nullable Object claim(String name) {
    Object found = claims.get(name);
    int dot = name.indexOf('.');
    return found != null || dot < 0 ? found : claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
        ? inside(inner, name.substring(dot + 1)) : null;
  }

  private static @Nullable Object inside(Map<?, ?> map, String name) {
    Object found = map.get(name);
    int dot = name.lastIndexOf('.');
    return found != null || dot < 0 ? found : map.get(name.substring(0, dot)) instanceof Map<?, ?> inner
        ? inner.get(name.substring(dot + 1)) : null;
  }

  private @Nullable String text(String claim) {
    Object value = claims.get(claim);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text) || text.isEmpty() || text.length() > LONGEST_TEXT || !OneLine.is(text)) {
      throw malformed(claim);
    }
    return text;
  }

  private Set<String> scopes() {
    Object scope = claims.containsKey("scope") ? claims.get("scope") : claims.get("scp");
    List<String> words = words(scope);
    if (words.size() > MOST_SCOPES) {
      throw malformed("scope");
    }
    return Set.copyOf(words);
  }

  /** The roles with a name that a role here can have. Too many are refused: one of those left out could deny something. */
  private List<String> roles() {
    String claim = issuer.rolesClaim();
    List<String> roles = claim == null ? List.of() : words(claim(claim)).stream().filter(Identifier.NAME::matches).distinct().toList();
    if (roles.size() > MOST_ROLES) {
      throw malformed(claim + ": more than " + MOST_ROLES + " roles");
    }
    return roles;
  }

  /** A text of words, or a list of texts; nothing else has words. */
  private static List<String> words(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
    return value instanceof String text ? Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList() : List.of();
  }

  /** The thumbprint of the key that the token is bound to (RFC 9449 section 6.1). Another binding could not be checked, so it is refused. */
  private @Nullable String boundTo() {
    Object confirmation = claims.get("cnf");
    if (confirmation == null) {
      return null;
    }
    if (confirmation instanceof Map<?, ?> members && members.size() == 1 && members.get("jkt") instanceof String thumbprint) {
      return thumbprint;
    }
    throw TokenVerifier.refused(AuthFailure.CRITICAL_HEADER, "cnf other than jkt");
  }

  private static AuthFailedException malformed(String claim) {
    return TokenVerifier.refused(AuthFailure.BAD_CLAIM, claim);
  }
}
