package dev.gatehouse.auth;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated caller and their rights. Immutable. A Vert.x {@link User} is made from it, never the other way.
 *
 * @param tenant whose tools they use
 * @param keyId the key's public id, {@code anonymous} without one; of a token {@code <issuer's name>:<jti>} or digits of its SHA-256
 * @param owner who the key was given to, or null
 * @param name what the key is called, or null
 * @param grants what they may use
 * @param limits how often, and how much at once
 * @param line what the limits count on: the first id of a rotation chain, or an anonymous caller's address block; of a token the issuer,
 *     subject and client, hashed, to which a session of the older revisions belongs
 * @param anonymous whether they sent no key
 * @param expires when the key ends, or null
 * @param policy the revision of the records that gave these rights: eight hex digits, the same for
 *     the same records; {@code anonymous} without a key
 * @param validity how to decide about them anew while something of theirs is open
 * @param token what their token says, or null when they are here by a key, or without one
 */
public record Principal(String tenant, String keyId, @Nullable String owner, @Nullable String name, Grants grants, Limits limits,
    String line, boolean anonymous, @Nullable Instant expires, String policy, Validity validity,
    @Nullable TokenIdentity token) {

  /** The key of a request's principal in its RoutingContext. */
  public static final String KEY = "gatehouse.principal";

  /** The id of callers without a key. */
  public static final String ANONYMOUS = "anonymous";

  /** The length of an opaque key's id; no other id is as long. */
  public static final int OPAQUE_ID_DIGITS = 24;

  private static final String PROVIDER = "gatehouse";
  private static final int OPAQUE_SHOWN_DIGITS = 8;
  /** Stands after the issuer's name in the id of a token; no key's id has it. */
  private static final char TOKEN_ID_MARK = ':';

  /** Refuses null where it means nothing. */
  public Principal {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(keyId, "keyId");
    Objects.requireNonNull(grants, "grants");
    Objects.requireNonNull(line, "line");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(validity, "validity");
  }

  /** A caller who is not admitted yet. */
  public Principal(String tenant, String keyId, @Nullable String owner, @Nullable String name, Grants grants, Limits limits, String line,
      boolean anonymous, @Nullable Instant expires, String policy) {
    this(tenant, keyId, owner, name, grants, limits, line, anonymous, expires, policy, Validity.NONE, null);
  }

  /** A key's id as logs show it: of an opaque key only eight digits, since an unsalted id of a weak key can be guessed. */
  public static String displayId(String keyId) {
    return keyId.length() == OPAQUE_ID_DIGITS && keyId.indexOf(TOKEN_ID_MARK) < 0 ? keyId.substring(0, OPAQUE_SHOWN_DIGITS) : keyId;
  }

  /**
   * The account that usage, last use and limits per caller count on, and that tools know the caller by: a key's id; of a token
   * {@code <issuer's name>:<owner>}, which stays the same when the token is refreshed. At most 128 characters.
   */
  public String account() {
    return token == null ? keyId : token.issuer() + TOKEN_ID_MARK + owner;
  }

  /** The account as no caller of another tenant has it: accounts of tokens are told apart by their tenants. */
  public String accountAmongAll() {
    return token == null ? keyId : tenant + '/' + account();
  }

  /** Who issued the token, as log and audit say it; null without a token. */
  public @Nullable Issued issued() {
    return token == null ? null : new Issued(tenant, token.issuer(), token.clientId());
  }

  /** The caller's name in log and audit: the id, but for an opaque key its name or eight digits. */
  public String displayId() {
    String shown = displayId(keyId);
    return shown.equals(keyId) || name == null ? shown : name;
  }

  /** The caller as Vert.x knows them: a name, an expiry, and the grants as an authorization. */
  public User toUser() {
    JsonObject attributes = new JsonObject();
    if (expires != null) {
      attributes.put("exp", expires.getEpochSecond());
    }
    User user = User.create(new JsonObject().put("username", displayId()), attributes);
    user.authorizations().put(PROVIDER, grants);
    return user;
  }

  /** Tenant and display id. */
  @Override
  public String toString() {
    return tenant + "/" + displayId();
  }

  /** Whether the other was admitted by the same credential from the same address. */
  public boolean presentedAs(Principal other) {
    return validity.equals(other.validity);
  }

  /** Whether the other has the same rights, from equal records. */
  public boolean hasRightsOf(Principal other) {
    return policy.equals(other.policy) && grants.equals(other.grants);
  }

  /** The same caller, with this expiry at the latest. */
  public Principal until(Instant end) {
    boolean sooner = expires == null || end.isBefore(expires);
    return sooner ? new Principal(tenant, keyId, owner, name, grants, limits, line, anonymous, end, policy, validity, token) : this;
  }

  /** The same caller, admitted. */
  public Principal admitted(Validity as) {
    return new Principal(tenant, keyId, owner, name, grants, limits, line, anonymous, expires, policy, as, token);
  }
}
