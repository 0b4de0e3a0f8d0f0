package dev.gatehouse.auth;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An authorization decision and the rule that made it. */
public final class Decision {

  private final boolean allowed;
  private final Supplier<String> rule;

  /**
   * A decision.
   *
   * @param allowed whether it is
   * @param rule see {@link #rule()}
   */
  public Decision(boolean allowed, String rule) {
    this(allowed, () -> rule);
  }

  /** The same whose rule is put into words when somebody asks: of most calls nobody does. */
  Decision(boolean allowed, Supplier<String> rule) {
    this.allowed = allowed;
    this.rule = rule;
  }

  /** Whether it is allowed. */
  public boolean allowed() {
    return allowed;
  }

  /** The rule that decided, in words, with its record and field, for example {@code granted by 'add*' in tools of role 'reader'}. */
  public String rule() {
    return rule.get();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Decision decision && decision.allowed == allowed && decision.rule().equals(rule());
  }

  @Override
  public int hashCode() {
    return rule().hashCode();
  }

  /** Allowed or denied, and why. */
  @Override
  public String toString() {
    return (allowed ? "allowed: " : "denied: ") + rule();
  }
}
