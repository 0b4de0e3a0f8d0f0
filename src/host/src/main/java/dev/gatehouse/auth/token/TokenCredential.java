package dev.gatehouse.auth.token;

import dev.gatehouse.auth.Issued;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.Dependencies;
import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The credential of a verified token: its issuer's record gives the rights, with its roles, its owner and its tenant.
 *
 * @param id depends on the token, the issuer's record, and the revision that it was verified by
 * @param keyId how it is named in logs: {@link Principal#keyId}
 * @param token what it says
 */
record TokenCredential(String id, String keyId, VerifiedToken token) implements Credential {

  private static final int DIGEST_SHOWN = 16;
  private static final int LONGEST_JTI = 64;

  /**
   * Names a verified token.
   *
   * @param digest its SHA-256, in hex digits
   */
  static TokenCredential of(VerifiedToken token, String digest) {
    String jti = token.jti();
    String own = isPlain(jti) ? jti : digest.substring(0, DIGEST_SHOWN);
    return new TokenCredential("token:" + token.tenant() + ':' + token.issuer() + ':' + token.trust() + ':' + digest,
        token.issuer() + ':' + own, token);
  }

  /** Whether a token's own id can be shown as it is. */
  static boolean isPlain(@Nullable String jti) {
    return jti != null && jti.length() <= LONGEST_JTI && jti.matches("[A-Za-z0-9._~-]+");
  }

  /** What log and audit say of where it comes from. */
  Issued issued() {
    return new Issued(token.tenant(), token.issuer(), token.clientId());
  }

  @Override
  public String record() {
    return "issuer:" + token.tenant() + ':' + token.issuer();
  }

  @Override
  public @Nullable Dependencies dependencies(Map<String, String> fields) {
    try {
      Issuer issuer = IssuerReader.read(token.tenant(), token.issuer(), fields);
      Set<String> roles = new LinkedHashSet<>(required(issuer));
      roles.addAll(token.roles());
      issuer.scopeRoles().values().forEach(roles::addAll);
      return new Dependencies(token.tenant(), token.owner(), List.copyOf(roles));
    } catch (FieldException e) {
      return null;
    }
  }

  /** The roles that must exist: those of the scopes that it holds, and those of its claim {@code gatehouse}. */
  Set<String> required(Issuer issuer) {
    Set<String> roles = new LinkedHashSet<>(token.rightsRoles());
    issuer.scopeRoles().forEach((scope, names) -> {
      if (token.scopes().contains(scope)) {
        roles.addAll(names);
      }
    });
    return roles;
  }

  @Override
  public List<String> revocable(@Nullable Dependencies others) {
    List<String> members = new ArrayList<>();
    if (token.jti() != null) {
      members.add("token:" + token.tenant() + ':' + token.jti());
    }
    members.add("owner:" + token.tenant() + ':' + token.owner());
    members.add(record());
    members.add("tenant:" + token.tenant());
    return members;
  }

  @Override
  public KeyRecord parse(KeyState state, Instant readAt, long lastsMillis) {
    return new TokenReader(this, state).read(readAt, lastsMillis < 0 ? null : readAt.plusMillis(lastsMillis));
  }
}
