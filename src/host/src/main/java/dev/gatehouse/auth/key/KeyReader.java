package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.key.KeyField.Kind;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.OneLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parser of a key's record together with its roles, its owner and its tenant. A pure function of them. */
final class KeyReader {

  private static final int LONGEST_LABEL = 100;
  /** Not part of the policy's revision, which must reveal nothing about a secret and stays the same when a key is rotated. */
  private static final List<String> NO_POLICY = List.of("salt", "hash", "replaces");

  private final String keyId;
  private final Fields key;
  private final RightsReader rights;

  private KeyReader(String keyId, Map<String, String> values) {
    this.keyId = keyId;
    this.key = new Fields(values);
    Kind.KEY.check(key);
    SaltedHash.read(key);
    this.rights = new RightsReader("key:" + line(), this::created);
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
    state.roles().forEach(reader.rights::role);
    reader.rights.ceilings(Dependencies.owner(reader.key), Dependencies.tenant(reader.key), state);
    return reader;
  }

  private void own() {
    rights.end(key.moment(KeyField.EXP));
    key.moment(KeyField.CREATED);
    if ("disabled".equals(RightsReader.status(key))) {
      rights.disable("status of the key");
    }
    rights.grant(RightsReader.rights("the key", key));
    rights.limit(new LimitFields(key, Scope.KEY, "key:" + line()).read());
    rights.depend(key.text(NO_POLICY));
  }

  private Instant created(String record) {
    Instant created = key.moment(KeyField.CREATED);
    if (created == null) {
      throw new FieldException(KeyField.CREATED, "it is required, because " + record + " has maxKeyAge");
    }
    return created;
  }

  /** The caller that the key stands for, with its grants and limits. */
  Principal principal() {
    Dependencies.roles(key);
    return new Principal(Dependencies.tenant(key), keyId, Dependencies.owner(key),
        key.matching(KeyField.NAME, KeyReader::isLabel, "1 to 100 characters on one line"),
        rights.grants(), rights.limits(), line(), false, rights.expires(), rights.revision());
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
    return rights.disabled();
  }
}
