package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Limits;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.key.KeyState.Role;
import dev.gatehouse.record.Cidr;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.Nearest;
import dev.gatehouse.record.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Parses a key's record together with its roles, its owner and its tenant. Pure. */
final class KeyReader {

  private static final int LONGEST_LABEL = 100;
  private static final int REVISION_DIGITS = 8;
  /** Whoever knows the policy's revision must learn nothing of a secret, and a rotation leaves the rights as they are. */
  private static final List<String> NO_POLICY = List.of("salt", "hash", "replaces");

  /**
   * The fields that each kind of record may have. Any other one closes the keys that depend on it (fail closed): it may well be a
   * restriction with a letter missing, and to pass over it would leave a key wider than it says.
   */
  private enum Kind {

    KEY("a key", "tenant salt hash tools prompts resources roles owner name " + LimitFields.names(false)
        + " nbf exp created ips status replaces line", LimitFields.families(false)),
    ROLE("a role", "tools prompts resources " + LimitFields.names(true), LimitFields.families(false)),
    OWNER("an owner", "tools prompts resources " + LimitFields.names(false) + " status maxKeyAge", LimitFields.families(true)),
    TENANT("a tenant", String.join(" ", OWNER.known), OWNER.families);

    private final String what;
    private final List<String> known;
    /** What a field may begin with, a tool pattern after it. */
    private final List<String> families;

    Kind(String what, String known, List<String> families) {
      this.what = what;
      this.known = List.of(known.split(" "));
      this.families = families;
    }

    void check(Fields fields) {
      for (String field : fields.names()) {
        if (!known.contains(field) && families.stream().noneMatch(field::startsWith)) {
          throw new FieldException(field, what + " has no such field; the nearest is '" + Nearest.closest(field, known) + "'");
        }
      }
    }
  }

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
   * Reads the key's own fields.
   *
   * @throws FieldException when one of them cannot be read, is unknown, or asks for what this version cannot do
   */
  static KeyReader fields(String keyId, Map<String, String> values) {
    KeyReader reader = new KeyReader(keyId, values);
    reader.own();
    reader.principal();
    reader.notBefore();
    reader.ips();
    return reader;
  }

  /**
   * Reads a key with what it depends on.
   *
   * @throws FieldException when anything of it cannot be read
   */
  static KeyReader of(String keyId, KeyState state) {
    KeyReader reader = fields(keyId, state.fields());
    state.roles().forEach(reader::role);
    String owner = Names.owner(reader.key);
    reader.ceiling(Kind.OWNER, Scope.OWNER, "owner:" + owner, "owner '" + owner + "'", state.owner());
    reader.ceiling(Kind.TENANT, Scope.TENANT, "tenant", "tenant '" + Names.tenant(reader.key) + "'", state.tenant());
    return reader;
  }

  private void own() {
    Kind.KEY.check(key);
    SaltedHash.read(key);
    expires = key.instant("exp");
    key.instant("created");
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
      // Its denies went with it, so that to go on without it could widen the key.
      throw new FieldException("roles", "there is no " + record);
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
      age(fields.age("maxKeyAge"), record);
    });
  }

  private static RightsSource rights(String record, Fields fields) {
    return new RightsSource(record, fields.has("tools") ? fields.tools() : null,
        fields.has("prompts") ? fields.prompts() : null, fields.has("resources") ? fields.resources() : null);
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
    Instant created = key.instant("created");
    if (created == null) {
      throw new FieldException("created", "it is required, because " + record + " has maxKeyAge");
    }
    Instant end = created.plus(most);
    expires = expires == null || end.isBefore(expires) ? end : expires;
  }

  private static @Nullable String status(Fields fields) {
    return fields.matching("status", Set.of("active", "disabled")::contains, "'active' or 'disabled'");
  }

  Principal principal() {
    return new Principal(Names.tenant(key), keyId, Names.owner(key),
        key.matching("name", KeyReader::isLabel, "1 to 100 characters on one line"),
        new Grants(granting, ceilings), limits, line(), false, expires, revision());
  }

  private static boolean isLabel(String text) {
    int length = text.codePointCount(0, text.length());
    return length > 0 && length <= LONGEST_LABEL && OneLine.is(text);
  }

  // The second key of a chain may name only what it replaces: then that was the first.
  private String line() {
    String replaces = key.matching("replaces", Identifier.KEY_ID::matches, "the id of a key");
    String line = key.matching("line", Identifier.KEY_ID::matches, "the id of a key");
    return line != null ? line : replaces != null ? replaces : keyId;
  }

  private String revision() {
    Names.roles(key);
    return Sha256.hex(policy.toString()).substring(0, REVISION_DIGITS);
  }

  @Nullable
  Instant notBefore() {
    return key.instant("nbf");
  }

  /** From where the key may be used; null for anywhere. */
  @Nullable
  List<Cidr> ips() {
    return key.ranges("ips");
  }

  /** Whose status says so, or null when the key is active. */
  @Nullable
  String disabled() {
    return disabled;
  }
}
