package dev.gatehouse.auth.token;

import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.Fields;
import dev.gatehouse.auth.key.LimitFields;
import dev.gatehouse.auth.key.Sha256;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Units;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses an issuer's record. A pure function of it. */
public final class IssuerReader {

  private static final int TRUST_DIGITS = 8;
  private static final Duration LEEWAY = Duration.ofSeconds(30);
  private static final Predicate<String> TEXT = Pattern.compile("[\\x21-\\x7e]{1,500}").asMatchPredicate();
  /** RFC 6749 section 3.3. */
  private static final Predicate<String> SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}").asMatchPredicate();
  private static final String TEXT_NEEDS = "1 to 500 printable ASCII characters without a space";

  private final String tenant;
  private final String name;
  private final Fields fields;

  private IssuerReader(String tenant, String name, Map<String, String> values) {
    this.tenant = tenant;
    this.name = name;
    this.fields = new Fields(values);
  }

  /**
   * Parses a record.
   *
   * @throws FieldException when a field cannot be read or is unknown; its message holds no secret
   */
  public static Issuer read(String tenant, String name, Map<String, String> fields) {
    return new IssuerReader(tenant, name, fields).issuer(fields);
  }

  private Issuer issuer(Map<String, String> values) {
    IssuerField.check(fields);
    fields.required(IssuerField.ISSUER);
    String issuer = text(IssuerField.ISSUER, "");
    TrustAnchor anchor = new AnchorReader(fields, issuer).read();
    Set<String> algorithms = SignatureAlgorithms.read(fields, anchor);
    Map<String, List<String>> scopeRoles = scopeRoles();
    List<String> scopes = fields.words(IssuerField.SCOPES, SCOPE, "scopes with spaces between");
    new LimitFields(fields, Scope.OWNER, "issuer").read();
    return new Issuer(tenant, name, issuer, Set.copyOf(fields.words(IssuerField.AUDIENCE, TEXT, TEXT_NEEDS)), anchor, algorithms,
        leeway(), fields.age(IssuerField.MAX_AGE), text(IssuerField.OWNER, "sub"),
        fields.matching(IssuerField.ROLES, TEXT, TEXT_NEEDS), choice(IssuerField.CLAIMS, "yes", "no"),
        scopes.isEmpty() ? List.copyOf(scopeRoles.keySet()) : scopes, scopeRoles, ceiling(),
        choice(IssuerField.STATUS, "disabled", "active"), trust(values));
  }

  private String text(IssuerField field, String without) {
    String text = fields.matching(field, TEXT, TEXT_NEEDS);
    return text == null ? without : text;
  }

  private boolean choice(IssuerField field, String chosen, String other) {
    return chosen.equals(fields.matching(field, Set.of(chosen, other)::contains, "'" + other + "' or '" + chosen + "'"));
  }

  private Duration leeway() {
    @Nullable
    Duration leeway = fields.optional(IssuerField.LEEWAY, text -> {
      try {
        return Units.duration(text, "0s", "5m");
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("it must be a time of at most 5m, such as 30s", e);
      }
    });
    return leeway == null ? LEEWAY : leeway;
  }

  private Map<String, List<String>> scopeRoles() {
    Map<String, List<String>> roles = new LinkedHashMap<>();
    for (String field : fields.names()) {
      if (field.startsWith(IssuerField.SCOPE)) {
        String scope = field.substring(IssuerField.SCOPE.length());
        if (!SCOPE.test(scope)) {
          throw new FieldException(field, "a scope must follow '" + IssuerField.SCOPE + "'");
        }
        roles.put(scope, fields.words(() -> field, Identifier.NAME::matches,
            "names of roles with spaces between, each 1 to 63 of a-z 0-9 _ -"));
      }
    }
    return roles;
  }

  private RightsSource ceiling() {
    return new RightsSource("issuer '" + name + "'", fields.optional(IssuerField.TOOLS, Patterns::tools),
        fields.optional(IssuerField.PROMPTS, Patterns::prompts), fields.optional(IssuerField.RESOURCES, Patterns::resources));
  }

  private String trust(Map<String, String> values) {
    Map<String, String> deciding = new TreeMap<>();
    for (IssuerField field : IssuerField.values()) {
      String value = values.get(field.field());
      if (value != null && field.decidesTrust()) {
        deciding.put(field.field(), value);
      }
    }
    return Sha256.hex(new Fields(deciding).text(List.of())).substring(0, TRUST_DIGITS);
  }
}
