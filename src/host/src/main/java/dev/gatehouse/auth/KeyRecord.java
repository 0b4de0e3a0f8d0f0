package dev.gatehouse.auth;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/** A key's record, read: pure, and told the time. */
public final class KeyRecord {

  /** Tenants, plugins and roles. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Pattern OWNER = Pattern.compile("[a-z0-9][a-z0-9_.@+-]{0,62}");
  private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}\\u2028\\u2029]{1,100}");
  private static final Pattern ID = Pattern.compile("[0-9a-z]{12}|[0-9a-f]{24}");
  private static final Pattern STATUS = Pattern.compile("active|disabled");

  private final Principal principal;
  private final Instant notBefore;
  private final boolean disabled;

  private KeyRecord(Principal principal, Instant notBefore, boolean disabled) {
    this.principal = principal;
    this.notBefore = notBefore;
    this.disabled = disabled;
  }

  /**
   * Reads a record.
   *
   * @param keyId the key's id
   * @param values the record's fields
   * @throws FieldException when one of them cannot be read, is unknown, or asks for what this version cannot do
   */
  public static KeyRecord read(String keyId, Map<String, String> values) {
    Fields fields = new Fields(values);
    FieldNames.check(fields);
    SaltedHash.read(fields);
    fields.required("tenant");
    String tenant = fields.matching("tenant", NAME, "1 to 63 of a-z 0-9 _ -, a letter or digit first");
    String owner = fields.matching("owner", OWNER, "1 to 63 of a-z 0-9 _ - . @ +, a letter or digit first");
    String name = fields.matching("name", LABEL, "1 to 100 characters on one line");
    Grants grants = new Grants(fields.names("tools"), fields.names("prompts"), fields.uris("resources"));
    boolean disabled = "disabled".equals(fields.matching("status", STATUS, "'active' or 'disabled'"));
    String line = line(keyId, fields);
    Limits limits = Limits.read(fields, Scope.KEY, "key:" + line);
    Principal principal = new Principal(tenant, keyId, owner, name, grants, limits, line, false, fields.instant("exp"));
    return new KeyRecord(principal, fields.instant("nbf"), disabled);
  }

  // The second key of a chain may name only what it replaces: then that was the first.
  private static String line(String keyId, Fields fields) {
    String replaces = fields.matching("replaces", ID, "the id of a key");
    String line = fields.matching("line", ID, "the id of a key");
    return line != null ? line : replaces != null ? replaces : keyId;
  }

  /**
   * Whether the holder of a key is let in, taking for granted that they know its secret.
   *
   * @param keyId the key's id
   * @param state what the store holds of it
   * @param now the time
   */
  public static Admission admission(String keyId, KeyState state, Instant now) {
    String shown = ApiKey.displayId(keyId);
    if (state.unreadable() != null) {
      return new Admission.Refused(Refusal.UNREADABLE, shown, state.unreadable().replace(keyId, shown));
    }
    if (state.fields().isEmpty()) {
      return new Admission.Refused(Refusal.UNKNOWN, shown, null);
    }
    if (state.revoked()) {
      return new Admission.Refused(Refusal.REVOKED, shown, null);
    }
    try {
      return read(keyId, state.fields()).within(state.ttlMillis(), now).at(now);
    } catch (FieldException e) {
      return new Admission.Refused(Refusal.UNREADABLE, shown, e.getMessage());
    }
  }

  /** The tenant that a record names, or null when it names none that could be. */
  static String tenant(KeyState state) {
    String tenant = state.fields().get("tenant");
    return tenant != null && NAME.matcher(tenant).matches() ? tenant : null;
  }

  private KeyRecord within(long ttlMillis, Instant now) {
    return ttlMillis < 0 ? this : new KeyRecord(principal.until(now.plusMillis(ttlMillis)), notBefore, disabled);
  }

  private Admission at(Instant now) {
    Instant expires = principal.expires();
    if (disabled) {
      return refused(Refusal.DISABLED, null);
    }
    if (expires != null && !now.isBefore(expires)) {
      return refused(Refusal.EXPIRED, "since " + expires);
    }
    if (notBefore != null && now.isBefore(notBefore)) {
      return refused(Refusal.NOT_YET_VALID, "until " + notBefore);
    }
    return new Admission.Admitted(principal);
  }

  private Admission refused(Refusal reason, String detail) {
    return new Admission.Refused(reason, principal.displayId(), detail);
  }
}
