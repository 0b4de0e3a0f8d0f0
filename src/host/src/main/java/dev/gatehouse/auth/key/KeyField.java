package dev.gatehouse.auth.key;

import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.record.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a key's record and of the records that it depends on, each declared once: its name, which kinds of record may have it, the
 * option of {@code mint} that sets it, and, for a condition on the client address, its form and the reason for a refusal.
 */
public enum KeyField implements RecordField {

  TENANT("tenant", "T", "Whose tools the key opens. Required, but for --replaces.", Kind.KEY),
  SALT("salt", Kind.KEY),
  HASH("hash", Kind.KEY),
  TOOLS("tools", "PATTERNS", "Tools it may call: 'add', 'math_* !math_div'. Default: none", Kind.values()),
  PROMPTS("prompts", "PATTERNS", "Prompts it may use, in the same form.", Kind.values()),
  RESOURCES("resources", "PATTERNS", "URIs of resources it may read, in the same form.", Kind.values()),
  ROLES("roles", "ROLES", "Roles of the tenant whose rights it has besides: 'reader writer'.", Kind.KEY),
  OWNER("owner", "O", "Who gets it.", Kind.KEY),
  NAME("name", "N", "What it is called, for people.", Kind.KEY),
  RATE("rate", "N/T", "How often it may call: 100/1m, or several: '100/1m 1000/1d'.", Kind.values()),
  QUOTA("quota", "N/T", "How often by the UTC calendar: 10000/1d, 100000/1mo, or both.", Kind.KEY, Kind.OWNER,
      Kind.TENANT),
  CONCURRENCY("concurrency", Kind.KEY, Kind.OWNER, Kind.TENANT),
  NBF("nbf", Kind.KEY),
  EXP("exp", new Option("expires", "D", "When it ends, from now: 90d, 12h, 30m, 10s. Default: never"), Kind.KEY),
  CREATED("created", Kind.KEY),
  IPS("ips", "CIDRS", "From where it may be used: '10.0.0.0/8 ::1'. Default: anywhere", AuthFailure.WRONG_ADDRESS,
      Fields::ranges),
  STATUS("status", Kind.KEY, Kind.OWNER, Kind.TENANT),
  REPLACES("replaces", Kind.KEY),
  LINE("line", Kind.KEY),
  MAX_KEY_AGE("maxKeyAge", Kind.OWNER, Kind.TENANT);

  /**
   * The option of {@code mint} that sets a field.
   *
   * @param name the option's name without the dashes: the field's own, unless the option takes the value in another form
   * @param label the placeholder of its value in the help text
   * @param help its description in the help text
   */
  public record Option(String name, String label, String help) {
  }

  /**
   * A condition on the address of a key's callers.
   *
   * @param field the field that sets it
   * @param reason the reason for which other callers are refused
   * @param holds whether an address is allowed
   */
  record Origin(String field, AuthFailure reason, Predicate<String> holds) {
  }

  /** A kind of record in Redis. */
  enum Kind {

    KEY("a key", false),
    ROLE("a role", false),
    OWNER("an owner", true),
    TENANT("a tenant", true);

    private final String what;
    /** The prefixes of field names that end with a tool pattern, such as {@code rate.}. */
    private final List<String> families;

    Kind(String what, boolean withCosts) {
      this.what = what;
      this.families = LimitFields.families(withCosts);
    }

    /**
     * Refuses a record with an unknown field (fail closed): it may be a restriction with a typing error, and to ignore it would give the
     * key more rights than intended.
     *
     * @throws FieldException naming the field and the nearest known one
     */
    void check(Fields fields) {
      List<String> known = Stream.of(KeyField.values()).filter(field -> field.kinds.contains(this)).map(KeyField::field).toList();
      for (String field : fields.names()) {
        if (!known.contains(field) && families.stream().noneMatch(field::startsWith)) {
          throw new FieldException(field, what + " has no such field; the nearest is '" + Nearest.closest(field, known) + "'");
        }
      }
    }
  }

  private final String field;
  private final Set<Kind> kinds;
  private final @Nullable Option option;
  private final @Nullable Function<String, Origin> origin;

  KeyField(String field, Kind... kinds) {
    this(field, null, kinds);
  }

  KeyField(String field, String label, String help, Kind... kinds) {
    this(field, new Option(field, label, help), kinds);
  }

  KeyField(String field, @Nullable Option option, Kind... kinds) {
    this.field = field;
    this.option = option;
    this.kinds = Set.of(kinds);
    this.origin = null;
  }

  /** A field of a key that is a condition on the address of its callers. */
  KeyField(String field, String label, String help, AuthFailure refusal, Function<String, Predicate<String>> form) {
    this.field = field;
    this.option = new Option(field, label, help);
    this.kinds = Set.of(Kind.KEY);
    this.origin = text -> new Origin(field, refusal, form.apply(text));
  }

  /** The conditions on the address of a key's callers: all must hold; none means any address. */
  static List<Origin> origins(Fields key) {
    List<Origin> origins = new ArrayList<>();
    for (KeyField row : values()) {
      Function<String, Origin> form = row.origin;
      Origin origin = form == null ? null : key.optional(row, form);
      if (origin != null) {
        origins.add(origin);
      }
    }
    return origins;
  }

  @Override
  public String field() {
    return field;
  }

  /** The option that sets it, or null when {@code mint} has none. */
  public @Nullable Option option() {
    return option;
  }
}
