package dev.gatehouse.auth.token;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.ScopeGrant;
import dev.gatehouse.auth.TokenIdentity;
import dev.gatehouse.auth.Validity;
import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.Fields;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.key.KeyState.Role;
import dev.gatehouse.auth.key.LimitFields;
import dev.gatehouse.auth.key.RightsReader;
import dev.gatehouse.auth.key.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses an issuer's record, with the roles, the owner and the tenant, as they apply to one token. A pure function of them. */
final class TokenReader {

  /** Not part of the policy's revision, which must reveal nothing about a secret. */
  private static final List<String> NO_POLICY = List.of("secret");
  private static final int LINE_DIGITS = 24;

  private final TokenCredential credential;
  private final VerifiedToken token;
  private final KeyState state;

  TokenReader(TokenCredential credential, KeyState state) {
    this.credential = credential;
    this.token = credential.token();
    this.state = state;
  }

  /** Parses the records. Never fails: what cannot be read becomes a record that admits nobody. */
  KeyRecord read(Instant readAt, @Nullable Instant lasts) {
    try {
      Admission.Refused refusal = refusal();
      return refusal == null ? open(readAt, lasts) : closed(refusal.reason(), refusal.detail(), lasts);
    } catch (FieldException e) {
      return closed(AuthFailure.UNREADABLE, "issuer '" + token.issuer() + "': " + e.getMessage(), lasts);
    }
  }

  private Admission.@Nullable Refused refusal() {
    if (state.revokedBy() != null) {
      return new Admission.Refused(AuthFailure.REVOKED, null, "by " + state.revokedBy());
    }
    if (state.unreadable() != null) {
      return new Admission.Refused(AuthFailure.UNREADABLE, null, state.unreadable());
    }
    return state.fields().isEmpty()
        ? new Admission.Refused(AuthFailure.WRONG_ISSUER, null, "there is no issuer '" + token.issuer() + "'") : null;
  }

  private KeyRecord closed(AuthFailure reason, @Nullable String detail, @Nullable Instant lasts) {
    return KeyRecord.closed(credential,
        new Admission.Refused(reason, credential.keyId(), detail, token.tenant(), token.owner(), credential.issued()), lasts);
  }

  private KeyRecord open(Instant readAt, @Nullable Instant lasts) {
    Issuer issuer = IssuerReader.read(token.tenant(), token.issuer(), state.fields());
    if (!issuer.trust().equals(token.trust())) {
      return closed(AuthFailure.UNKNOWN_SIGNING_KEY, "issuer '" + issuer.name() + "' has changed since the token was verified", lasts);
    }
    RightsReader rights = rights(issuer, readAt);
    return rights.disabled() == null
        ? KeyRecord.open(credential, principal(issuer, rights), null, lasts)
        : closed(AuthFailure.DISABLED, rights.disabled(), lasts);
  }

  private RightsReader rights(Issuer issuer, Instant readAt) {
    Fields fields = new Fields(state.fields());
    String account = "issuer:" + issuer.name() + ':' + token.owner();
    RightsReader rights = new RightsReader(account, this::created);
    rights.end(token.expires());
    rights.end(state.ttlMillis() < 0 ? null : readAt.plusMillis(state.ttlMillis()));
    if (issuer.disabled()) {
      rights.disable("status of issuer '" + issuer.name() + "'");
    }
    rights.grant(token.rights());
    rights.cut(issuer.ceiling());
    rights.limit(new LimitFields(fields, Scope.OWNER, account).read());
    rights.depend(fields.text(NO_POLICY) + '|' + new TreeSet<>(token.scopes()) + token.rights());
    Set<String> required = credential.required(issuer);
    for (Role role : state.roles()) {
      if (required.contains(role.name()) || token.roles().contains(role.name()) && !role.fields().isEmpty()) {
        rights.role(role);
      }
    }
    rights.ceilings(token.owner(), token.tenant(), state);
    return rights;
  }

  private Instant created(String record) {
    if (token.issuedAt() == null) {
      throw new FieldException("iat", "the token must have it, because " + record + " has maxKeyAge");
    }
    return token.issuedAt();
  }

  private Principal principal(Issuer issuer, RightsReader rights) {
    String line = Sha256.hex(token.subject() + '\n' + token.clientId()).substring(0, LINE_DIGITS);
    TokenIdentity identity = new TokenIdentity(issuer.name(), token.subject(), token.clientId(), token.jti(), token.scopes(),
        further(issuer));
    return new Principal(token.tenant(), credential.keyId(), token.owner(), null, rights.grants(), rights.limits(),
        issuer.name() + ':' + line, false, rights.expires(), rights.revision(), Validity.NONE, identity);
  }

  private List<ScopeGrant> further(Issuer issuer) {
    Map<String, Role> roles = state.roles().stream().collect(Collectors.toMap(Role::name, Function.identity(), (one, same) -> one));
    return issuer.scopeRoles().entrySet().stream().filter(scope -> !token.scopes().contains(scope.getKey()))
        .map(scope -> new ScopeGrant(scope.getKey(), scope.getValue().stream().map(roles::get).filter(Objects::nonNull)
            .map(RightsReader::rights).filter(Objects::nonNull).map(RightsSource.class::cast).toList()))
        .toList();
  }
}
