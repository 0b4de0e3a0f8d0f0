package dev.gatehouse.auth;

import dev.gatehouse.record.Allowance;
import dev.gatehouse.record.Patterns;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A rate limit or a quota: its scope, the calls that it counts, and how many it allows. Two that share a counter are equal. */
public final class LimitRule {

  /** Tenant, owner, role, key; in each the limits of all tools before those of some; kind by kind. */
  static final Comparator<LimitRule> ORDER = Comparator.<LimitRule, Allowance.Kind>comparing(rule -> rule.allowance.kind())
      .thenComparing(rule -> rule.pattern != null)
      .thenComparing(LimitRule::scope);

  private final Scope scope;
  private final @Nullable String pattern;
  private final Allowance allowance;
  private final String cell;
  private final String name;
  private final String policy;

  private LimitRule(Scope scope, String subject, @Nullable String pattern, Allowance allowance) {
    this.scope = Objects.requireNonNull(scope, "scope");
    this.pattern = pattern;
    this.allowance = Objects.requireNonNull(allowance, "allowance");
    String counted = pattern == null ? "" : ":tool:" + pattern;
    this.cell = subject + counted + ':' + allowance.counter();
    this.name = '"' + printable(scope.name().toLowerCase(java.util.Locale.ROOT) + counted + ':' + allowance.counter()) + '"';
    this.policy = name + ";q=" + allowance.most() + allowance.window();
  }

  /**
   * A limit.
   *
   * @param scope whose it is
   * @param subject whose calls it counts, unique within the tenant: {@code key:0f3a9c21b7de}, {@code owner:alice}
   * @param pattern which tools, all of them under the one limit; null for every tool
   * @param allowance how many calls
   */
  public static LimitRule of(Scope scope, String subject, @Nullable String pattern, Allowance allowance) {
    return new LimitRule(scope, Objects.requireNonNull(subject, "subject"), pattern, allowance);
  }

  // A structured field's string is printable ASCII (RFC 8941 section 3.3.3), and a tool's name need not be.
  private static String printable(String text) {
    return text.replaceAll("[^ -~]|[\"\\\\]", "?");
  }

  boolean counts(String tool) {
    return pattern == null || Patterns.matches(pattern, tool);
  }

  /** The scope. */
  public Scope scope() {
    return scope;
  }

  /** The tools that it counts, or null for every tool. */
  public @Nullable String pattern() {
    return pattern;
  }

  /** How many calls it allows. */
  public Allowance allowance() {
    return allowance;
  }

  /** The counter's name, unique within the tenant: {@code key:0f3a9c21b7de:100/1m}, {@code tenant:month}. */
  public String cell() {
    return cell;
  }

  /** Its name in the {@code RateLimit} header: {@code "key:100/1m"}, quoted. */
  public String name() {
    return name;
  }

  /** Its item in the {@code RateLimit-Policy} header (draft-ietf-httpapi-ratelimit-headers-11 section 3). */
  public String policy() {
    return policy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LimitRule rule && rule.cell.equals(cell) && rule.allowance.equals(allowance);
  }

  @Override
  public int hashCode() {
    return cell.hashCode();
  }

  /** Where it is counted, and how much it allows. */
  @Override
  public String toString() {
    return cell + " (" + allowance + ")";
  }
}
