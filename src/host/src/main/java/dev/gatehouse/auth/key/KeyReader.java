package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Limits;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.key.KeyField.Kind;
import dev.gatehouse.auth.key.KeyState.Role;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.OneLine;
import dev.gatehouse.record.Patterns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Parser of a key's record together with its roles, its owner and its tenant. A pure function of them. */
final class KeyReader {

  private static final int LONGEST_LABEL = 100;
  private static final int REVISION_DIGITS = 8;
  /** Not part of the policy's revision, which must reveal nothing about a secret and stays the same when a key is rotated. */
  private static final List<String> NO_POLICY = List.of("salt", "hash", "replaces");

  private final String keyId;
  private final Fields key;
  private final StringBuilder policy = new StringBuilder();
  private final List<RightsSource> granting = new ArrayList<>();
  private final List<RightsSource> ceilings = new ArrayList<>();
  private Limits limits = Limits.NONE;
  private @Nullable String disabled;
  private @Nullable Instant expires;

  private KeyReader(String keyId, Map<String, String> values) {
    this.keyId = keyId;
    this.key = new Fields(values);
  }

  /**
   * Parses the key's own fields.
   *
   * @throws FieldException when one of them cannot be read, is unknown, or asks for what this version cannot do
   */
  static KeyReader fields(String keyId, Map<String, String> values) {
    KeyReader reader = new KeyReader(keyId, values);
    reader.own();
    reader.principal();
    reader.notBefore();
    reader.origins();
    return reader;
  }

  /**
   * Parses a key with the records it depends on.
   *
   * @throws FieldException when one of the records cannot be read
   */
  static KeyReader of(String keyId, KeyState state) {
    KeyReader reader = fields(keyId, state.fields());
    state.roles().forEach(reader::role);
    String owner = Dependencies.owner(reader.key);
    reader.ceiling(Kind.OWNER, Scope.OWNER, "owner:" + owner, "owner '" + owner + "'", state.owner());
    reader.ceiling(Kind.TENANT, Scope.TENANT, "tenant", "tenant '" + Dependencies.tenant(reader.key) + "'", state.tenant());
    return reader;
  }

  private void own() {
    Kind.KEY.check(key);
    SaltedHash.read(key);
    expires = key.moment(KeyField.EXP);
    key.moment(KeyField.CREATED);
    if ("disabled".equals(status(key))) {
      disabled = "status of the key";
    }
    granting.add(rights("the key", key));
    limits = new LimitFields(key, Scope.KEY, "key:" + line()).read();
    policy.append(key.text(NO_POLICY));
  }

  private void role(Role role) {
    String record = "role '" + role.name() + "'";
    if (role.fields().isEmpty()) {
      // Its deny rules are gone with it, so the key without it could have more rights.
      throw new FieldException(KeyField.ROLES, "there is no " + record);
    }
    within(record, new Fields(role.fields()), fields -> {
      Kind.ROLE.check(fields);
      granting.add(rights(record, fields));
      limits = limits.and(new LimitFields(fields, Scope.ROLE, "key:" + line() + ":role:" + role.name()).read());
    });
  }

  private void ceiling(Kind kind, Scope scope, String subject, String record, Map<String, String> values) {
    if (values.isEmpty()) {
      return;
    }
    within(record, new Fields(values), fields -> {
      kind.check(fields);
      ceilings.add(rights(record, fields));
      limits = limits.and(new LimitFields(fields, scope, subject).read());
      if (disabled == null && "disabled".equals(status(fields))) {
        disabled = "status of " + record;
      }
      age(fields.age(KeyField.MAX_KEY_AGE), record);
    });
  }

  private static RightsSource rights(String record, Fields fields) {
    return new RightsSource(record, fields.optional(KeyField.TOOLS, Patterns::tools), fields.optional(KeyField.PROMPTS, Patterns::prompts),
        fields.optional(KeyField.RESOURCES, Patterns::resources));
  }

  private void within(String record, Fields fields, Consumer<Fields> reading) {
    try {
      reading.accept(fields);
    } catch (FieldException e) {
      throw e.field().equals("created") ? e : e.in(record);
    }
    policy.append('/').append(record).append(fields.text(List.of()));
  }

  private void age(@Nullable Duration most, String record) {
    if (most == null) {
      return;
    }
    Instant created = key.moment(KeyField.CREATED);
    if (created == null) {
      throw new FieldException(KeyField.CREATED, "it is required, because " + record + " has maxKeyAge");
    }
    Instant end = created.plus(most);
    expires = expires == null || end.isBefore(expires) ? end : expires;
  }

  private static @Nullable String status(Fields fields) {
    return fields.matching(KeyField.STATUS, Set.of("active", "disabled")::contains, "'active' or 'disabled'");
  }

  /** The caller that the key stands for, with its grants and limits. */
  Principal principal() {
    return new Principal(Dependencies.tenant(key), keyId, Dependencies.owner(key),
        key.matching(KeyField.NAME, KeyReader::isLabel, "1 to 100 characters on one line"),
        new Grants(granting, ceilings), limits, line(), false, expires, revision());
  }

  private static boolean isLabel(String text) {
    int length = text.codePointCount(0, text.length());
    return length > 0 && length <= LONGEST_LABEL && OneLine.is(text);
  }

  /** The id of the first key of the rotation chain. The second key may name only the key that it replaces, which is the first then. */
  private String line() {
    String replaces = key.matching(KeyField.REPLACES, Identifier.KEY_ID::matches, "the id of a key");
    String line = key.matching(KeyField.LINE, Identifier.KEY_ID::matches, "the id of a key");
    return line != null ? line : replaces != null ? replaces : keyId;
  }

  private String revision() {
    Dependencies.roles(key);
    return Sha256.hex(policy.toString()).substring(0, REVISION_DIGITS);
  }

  /** When the key becomes valid, or null for at once. */
  @Nullable
  Instant notBefore() {
    return key.moment(KeyField.NBF);
  }

  /** The conditions on the client address; all must hold. */
  List<KeyField.Origin> origins() {
    return KeyField.origins(key);
  }

  /** Which record's status disables the key, as {@code status of the key}; null when it is active. */
  @Nullable
  String disabled() {
    return disabled;
  }
}
