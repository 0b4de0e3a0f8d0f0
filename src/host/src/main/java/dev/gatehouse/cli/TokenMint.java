package dev.gatehouse.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Issuers;
import dev.gatehouse.auth.token.TrustAnchor;
import dev.gatehouse.auth.token.UnreadableIssuer;
import dev.gatehouse.cli.MintedRights.BadOptionException;
import dev.gatehouse.record.ConfigException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes tokens of an issuer whose secret is in Redis, for {@code mint --jwt}. It makes none that the host would refuse. */
final class TokenMint {

  private static final Duration DEFAULT_LIFE = Duration.ofHours(1);
  private static final int JTI_BYTES = 16;
  private static final List<String> CLAIMED = List.of("tools", "prompts", "resources", "roles");

  private final TokenQuery query;
  private final MintedRights rights;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * A new token.
   *
   * @param jti its id
   * @param text the token, for its user only
   * @param principal who it stands for
   * @param expires when it ends
   * @param warnings what is valid but probably not meant
   */
  record Minted(String jti, String text, Principal principal, Instant expires, List<String> warnings) {

    /** Never the token. */
    @Override
    public String toString() {
      return jti;
    }
  }

  TokenMint(TokenQuery query, MintedRights rights, Clock clock, SecureRandom random) {
    this.query = query;
    this.rights = rights;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes a token.
   *
   * @throws BadOptionException when an option is wrong, or the token could do more than the issuer, the owner or the tenant allow
   */
  Minted mint() throws BadOptionException, ConfigException {
    String tenant = rights.required("tenant");
    String name = rights.required("issuer");
    String owner = rights.required("owner");
    Issuers issuers = query.issuers();
    Issuer issuer = issuer(issuers, tenant, name);
    String jti = jti();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(life(issuer));
    String text = sign(issuer, claims(issuer, owner, jti, now, end));
    Principal principal = admitted(text, issuers);
    if (principal.expires() != null && principal.expires().isBefore(end)) {
      throw new BadOptionException("expires", "maxKeyAge of the owner or the tenant ends it at " + principal.expires() + "; ask for less");
    }
    List<String> warnings = new ArrayList<>(TokenCeilings.check(principal.grants()));
    warnings.addAll(TokenCeilings.unused(rights, issuer));
    return new Minted(jti, text, principal, end, warnings);
  }

  private static Issuer issuer(Issuers issuers, String tenant, String name) throws BadOptionException {
    for (UnreadableIssuer closed : issuers.unreadable()) {
      if (closed.tenant().equals(tenant) && closed.name().equals(name)) {
        throw new BadOptionException("issuer", "its record cannot be read: " + closed.why());
      }
    }
    Issuer issuer = issuers.find(tenant, name);
    if (issuer == null) {
      throw new BadOptionException("issuer", "tenant '" + tenant + "' has no issuer '" + name + "'; the command issuer makes one");
    }
    if (issuer.hasAuthorizationServer()) {
      throw new BadOptionException("issuer", "issuer '" + name + "' has no secret; its authorization server makes its tokens");
    }
    if (issuer.disabled()) {
      throw new BadOptionException("issuer", "its status is disabled");
    }
    return issuer;
  }

  private Duration life(Issuer issuer) throws BadOptionException {
    Duration most = issuer.maxAge();
    String asked = rights.value("expires");
    if (asked == null) {
      return most != null && most.compareTo(DEFAULT_LIFE) < 0 ? most : DEFAULT_LIFE;
    }
    Duration life = MintedRights.duration("expires", asked);
    if (most != null && life.compareTo(most) > 0) {
      throw new BadOptionException("expires", "maxAge of issuer '" + issuer.name() + "' is " + most.toSeconds() + "s");
    }
    return life;
  }

  private JWTClaimsSet claims(Issuer issuer, String owner, String jti, Instant now, Instant end) throws BadOptionException {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(issuer.issuer()).audience(audience(issuer)).subject(owner)
        .claim(issuer.ownerClaim(), owner).issueTime(Date.from(now)).expirationTime(Date.from(end)).jwtID(jti)
        .claim("scope", rights.value("scope")).claim("client_id", rights.value("client")).claim("name", rights.value("name"));
    Map<String, String> carried = new LinkedHashMap<>();
    for (String field : CLAIMED) {
      String value = rights.value(field);
      if (value != null) {
        carried.put(field, value);
      }
    }
    return claims.claim("gatehouse", carried.isEmpty() ? null : carried).build();
  }

  private String audience(Issuer issuer) throws BadOptionException {
    if (!issuer.audiences().isEmpty()) {
      return issuer.audiences().stream().sorted().findFirst().orElseThrow();
    }
    List<String> canonical = query.canonical(issuer.tenant());
    if (canonical.isEmpty()) {
      throw new BadOptionException("issuer", "its record has no audience, and the URL of the tenant is not known while http.port is 0");
    }
    return canonical.get(0);
  }

  private String jti() {
    byte[] bytes = new byte[JTI_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String sign(Issuer issuer, JWTClaimsSet claims) throws BadOptionException {
    JWSAlgorithm algorithm = issuer.algorithms().stream().sorted().map(JWSAlgorithm::new).findFirst().orElseThrow();
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build(), claims);
    try {
      token.sign(new MACSigner(((TrustAnchor.Shared) issuer.anchor()).secret()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new BadOptionException("issuer", "its secret does not fit its algorithms");
    }
  }

  /** Asks what the host would decide about the token, by the same code. */
  private Principal admitted(String text, Issuers issuers) throws BadOptionException, ConfigException {
    Admission.@Nullable Refused refused = null;
    try {
      Admission admission = query.inspect(text, issuers).record().at(clock.instant());
      if (admission instanceof Admission.Admitted admitted) {
        return admitted.principal();
      }
      refused = (Admission.Refused) admission;
    } catch (AuthFailedException e) {
      refused = e.admission();
    }
    throw new BadOptionException("jwt", "the host would refuse the token: " + refused.reason()
        + (refused.detail() == null ? "" : " (" + refused.detail() + ")"));
  }
}
