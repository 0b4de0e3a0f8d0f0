package dev.gatehouse.auth;

import dev.gatehouse.record.AddressBlock;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Rate;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Who calls and what they may do. The truth about a caller, immutable; a Vert.x {@link User} is made from it, never the other way.
 *
 * @param tenant whose tools they use
 * @param keyId the key's public id, {@code anonymous} without one
 * @param owner who the key was given to, or null
 * @param name what the key is called, or null
 * @param grants what they may use
 * @param limits how often, and how much at once
 * @param line what the limits count on: the first id of a rotation chain, or an anonymous caller's address block
 * @param anonymous whether they sent no key
 * @param expires when the key ends, or null
 * @param policy the revision of the records that gave these rights: eight hex digits, the same for
 *     the same records; {@code anonymous} without a key
 * @param presented what they were let in by
 */
public record Principal(String tenant, String keyId, String owner, String name, Grants grants, Limits limits,
    String line, boolean anonymous, Instant expires, String policy, HeldCredentials presented) {

  /** Where a request's principal is found in its RoutingContext. */
  public static final String KEY = "gatehouse.principal";

  /** The id of callers without a key. */
  public static final String ANONYMOUS = "anonymous";

  /** How long the id of an opaque key is; no other id is as long. */
  public static final int OPAQUE_ID_DIGITS = 24;

  private static final String PROVIDER = "gatehouse";
  private static final int OPAQUE_SHOWN_DIGITS = 8;

  /** Refuses null where it means nothing. */
  public Principal {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(keyId, "keyId");
    Objects.requireNonNull(grants, "grants");
    Objects.requireNonNull(line, "line");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(presented, "presented");
  }

  /** A caller who has presented nothing yet. */
  public Principal(String tenant, String keyId, String owner, String name, Grants grants, Limits limits, String line,
      boolean anonymous, Instant expires, String policy) {
    this(tenant, keyId, owner, name, grants, limits, line, anonymous, expires, policy, HeldCredentials.NOTHING);
  }

  /** A caller without a key, counted by the {@link AddressBlock} they call from. */
  public static Principal anonymous(String tenant, Patterns tools, List<Rate> rates, String clientAddress) {
    Grants grants = new Grants(tools, Patterns.none(), Patterns.none());
    String block = AddressBlock.of(clientAddress);
    Limits limits = Limits.rates(Scope.ADDRESS, "anonymous:" + block, rates);
    return new Principal(tenant, ANONYMOUS, null, null, grants, limits, block, true, null, ANONYMOUS);
  }

  /** The same caller without a key, with these rights. */
  public Principal anonymousWith(Patterns tools, List<Rate> rates) {
    return new Principal(tenant, ANONYMOUS, null, null, new Grants(tools, Patterns.none(), Patterns.none()),
        Limits.rates(Scope.ADDRESS, "anonymous:" + line, rates), line, true, null, ANONYMOUS);
  }

  /** A key's id as logs show it: of an opaque key only eight digits, since an unsalted id of a weak key can be guessed. */
  public static String displayId(String keyId) {
    return keyId.length() == OPAQUE_ID_DIGITS ? keyId.substring(0, OPAQUE_SHOWN_DIGITS) : keyId;
  }

  /** The caller as log and audit show them: the id, but of an opaque key its name or eight digits. */
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

  /** Whether the other was let in by the same secret from the same address. */
  public boolean presentedAs(Principal other) {
    return presented.equals(other.presented);
  }

  public Principal until(Instant end) {
    boolean sooner = expires == null || end.isBefore(expires);
    return sooner ? new Principal(tenant, keyId, owner, name, grants, limits, line, anonymous, end, policy, presented) : this;
  }

  public Principal presenting(HeldCredentials what) {
    return new Principal(tenant, keyId, owner, name, grants, limits, line, anonymous, expires, policy, what);
  }
}
