package dev.gatehouse.auth.token;

import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.Fields;
import dev.gatehouse.auth.key.LimitFields;
import dev.gatehouse.auth.key.RecordField;
import dev.gatehouse.record.Nearest;
import java.util.List;
import java.util.stream.Stream;

/** The fields of an issuer's record {@code mcp:issuer:<tenant>:<name>}, each declared once. */
public enum IssuerField implements RecordField {

  /** The exact value of the claim {@code iss}. */
  ISSUER("issuer", true),
  /** The accepted values of {@code aud}, with spaces between. Default: the tenant's canonical URL. */
  AUDIENCE("audience", true),
  /** The URL of the key set. */
  JWKS("jwks", true),
  /** The key set itself: a JWKS or PEM text. */
  KEYS("keys", true),
  /** The secret of HS256, HS384 and HS512. */
  SECRET("secret", true),
  /** The accepted signature algorithms, with spaces between. */
  ALGORITHMS("algorithms", true),
  /** How far the issuer's clock may be off. */
  LEEWAY("leeway", true),
  /** How long a token is accepted after its {@code iat}. */
  MAX_AGE("maxAge", true),
  /** The claim that is the owner. Default: {@code sub}. */
  OWNER("owner", true),
  /** The claim that lists roles. */
  ROLES("roles", true),
  /** Whether rights in the claim {@code gatehouse} are read: {@code yes} or {@code no}. */
  CLAIMS("claims", true),
  /** The scopes that a client is asked to get first. Default: every scope with roles. */
  SCOPES("scopes", false),
  /** The tools that its tokens may use at most. */
  TOOLS("tools", false),
  /** The prompts that its tokens may use at most. */
  PROMPTS("prompts", false),
  /** The resources that its tokens may use at most. */
  RESOURCES("resources", false),
  /** Rate limits of each owner. */
  RATE("rate", false),
  /** Quotas of each owner. */
  QUOTA("quota", false),
  /** How many calls of each owner may run at once on a host. */
  CONCURRENCY("concurrency", false),
  /** {@code active} or {@code disabled}. */
  STATUS("status", false);

  /** The prefix of the fields that give roles to a scope: {@code scope.tools:read}. */
  public static final String SCOPE = "scope.";

  private static final List<String> FIELDS = Stream.of(values()).map(IssuerField::field).toList();
  private static final List<String> FAMILIES = Stream.concat(Stream.of(SCOPE), LimitFields.families(false).stream()).toList();

  private final String field;
  private final boolean trust;

  IssuerField(String field, boolean trust) {
    this.field = field;
    this.trust = trust;
  }

  @Override
  public String field() {
    return field;
  }

  /** Whether the field decides which tokens are genuine, and not just what they may do. */
  boolean decidesTrust() {
    return trust;
  }

  /**
   * Refuses a record with an unknown field (fail closed), as for keys.
   *
   * @throws FieldException naming the field and the nearest known one
   */
  static void check(Fields fields) {
    for (String field : fields.names()) {
      if (!FIELDS.contains(field) && FAMILIES.stream().noneMatch(field::startsWith)) {
        throw new FieldException(field, "an issuer has no such field; the nearest is '" + Nearest.closest(field, FIELDS) + "'");
      }
    }
  }
}
