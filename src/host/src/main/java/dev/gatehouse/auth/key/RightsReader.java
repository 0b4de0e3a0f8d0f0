package dev.gatehouse.auth.key;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Limits;
import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.key.KeyField.Kind;
import dev.gatehouse.auth.key.KeyState.Role;
import dev.gatehouse.record.Patterns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the rights and limits that a credential has from several records: its own, those of its roles, its owner and its tenant. */
public final class RightsReader {

  private static final int REVISION_DIGITS = 8;

  private final String account;
  private final Function<String, Instant> created;
  private final StringBuilder policy = new StringBuilder();
  private final List<RightsSource> granting = new ArrayList<>();
  private final List<RightsSource> ceilings = new ArrayList<>();
  private Limits limits = Limits.NONE;
  private @Nullable String disabled;
  private @Nullable Instant expires;

  /**
   * Creates a reader.
   *
   * @param account what the limits of roles count on, such as {@code key:<line>}
   * @param created when the credential was made, asked for when the record of that name has {@code maxKeyAge}; throws {@link
   *     FieldException} when that is not known
   */
  public RightsReader(String account, Function<String, Instant> created) {
    this.account = account;
    this.created = created;
  }

  /** Adds a source of rights. */
  public void grant(RightsSource source) {
    granting.add(source);
  }

  /** Adds a ceiling. */
  public void cut(RightsSource ceiling) {
    ceilings.add(ceiling);
  }

  /** Adds limits. */
  public void limit(Limits more) {
    limits = limits.and(more);
  }

  /** Adds what else the rights depend on, for the revision. */
  public void depend(String text) {
    policy.append(text);
  }

  /** Notes that the credential ends at this time at the latest; null for no such time. */
  public void end(@Nullable Instant at) {
    expires = at != null && (expires == null || at.isBefore(expires)) ? at : expires;
  }

  /** Notes that a record's status disables the credential, unless another's does. */
  public void disable(String by) {
    disabled = disabled == null ? by : disabled;
  }

  /**
   * Adds a role's rights and limits.
   *
   * @throws FieldException when it does not exist or cannot be read
   */
  public void role(Role role) {
    String record = name(role);
    if (role.fields().isEmpty()) {
      // Its deny rules are gone with it, so the key without it could have more rights.
      throw new FieldException(KeyField.ROLES, "there is no " + record);
    }
    within(record, role.fields(), fields -> {
      Kind.ROLE.check(fields);
      granting.add(rights(record, fields));
      limit(new LimitFields(fields, Scope.ROLE, account + ":role:" + role.name()).read());
    });
  }

  /**
   * The rights of a role, without adding them.
   *
   * @return null when it does not exist or cannot be read
   */
  public static @Nullable RightsSource rights(Role role) {
    try {
      Fields fields = new Fields(role.fields());
      Kind.ROLE.check(fields);
      return role.fields().isEmpty() ? null : rights(name(role), fields);
    } catch (FieldException e) {
      return null;
    }
  }

  private static String name(Role role) {
    return "role '" + role.name() + "'";
  }

  /** Adds the ceilings and limits of the owner and the tenant, which may have no record. */
  public void ceilings(@Nullable String owner, String tenant, KeyState state) {
    ceiling(Kind.OWNER, Scope.OWNER, "owner:" + owner, "owner '" + owner + "'", state.owner());
    ceiling(Kind.TENANT, Scope.TENANT, "tenant", "tenant '" + tenant + "'", state.tenant());
  }

  private void ceiling(Kind kind, Scope scope, String subject, String record, Map<String, String> values) {
    if (values.isEmpty()) {
      return;
    }
    within(record, values, fields -> {
      kind.check(fields);
      ceilings.add(rights(record, fields));
      limit(new LimitFields(fields, scope, subject).read());
      if ("disabled".equals(status(fields))) {
        disable("status of " + record);
      }
      Duration most = fields.age(KeyField.MAX_KEY_AGE);
      end(most == null ? null : created.apply(record).plus(most));
    });
  }

  private void within(String record, Map<String, String> values, Consumer<Fields> reading) {
    Fields fields = new Fields(values);
    try {
      reading.accept(fields);
    } catch (FieldException e) {
      throw e.field().equals(KeyField.CREATED.field()) ? e : e.in(record);
    }
    policy.append('/').append(record).append(fields.text(List.of()));
  }

  static RightsSource rights(String record, Fields fields) {
    return new RightsSource(record, fields.optional(KeyField.TOOLS, Patterns::tools), fields.optional(KeyField.PROMPTS, Patterns::prompts),
        fields.optional(KeyField.RESOURCES, Patterns::resources));
  }

  static @Nullable String status(Fields fields) {
    return fields.matching(KeyField.STATUS, Set.of("active", "disabled")::contains, "'active' or 'disabled'");
  }

  /** What the credential may use. */
  public Grants grants() {
    return new Grants(granting, ceilings);
  }

  /** How often, and how much at once. */
  public Limits limits() {
    return limits;
  }

  /** When it ends, or null. */
  public @Nullable Instant expires() {
    return expires;
  }

  /** Which record's status disables it, as {@code status of the key}; null when it is active. */
  public @Nullable String disabled() {
    return disabled;
  }

  /** The revision of the records: eight hex digits, the same for the same records. */
  public String revision() {
    return Sha256.hex(policy.toString()).substring(0, REVISION_DIGITS);
  }
}
