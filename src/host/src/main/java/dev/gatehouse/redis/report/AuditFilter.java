package dev.gatehouse.redis.report;

import dev.gatehouse.record.Patterns;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which calls or refusals are looked for: those that meet every condition that is not null.
 *
 * @param name of the tool, prompt or resource, as a pattern: {@code math_*}
 * @param key the id of the key; of a refused token its account
 * @param owner who the key was given to
 * @param outcome such as {@code ok}
 * @param since not before this
 * @param until not after this
 */
public record AuditFilter(@Nullable String name, @Nullable String key, @Nullable String owner, @Nullable String outcome,
    @Nullable Instant since, @Nullable Instant until) {

  /** Whether it finds this call. */
  public boolean finds(AuditEntry call) {
    return finds(call.name(), call.key(), call.owner(), call.outcome())
        && (since == null || !call.at().isBefore(since)) && (until == null || !call.at().isAfter(until));
  }

  /** Refusals of a day are added up, so those that overlap with the time asked for are found. */
  public boolean finds(Refusal refusal) {
    return finds(refusal.name(), refusal.key(), refusal.owner(), refusal.outcome())
        && (since == null || !refusal.last().isBefore(since)) && (until == null || !refusal.first().isAfter(until));
  }

  private boolean finds(@Nullable String itsName, @Nullable String itsKey, @Nullable String itsOwner, @Nullable String itsOutcome) {
    return (name == null || itsName != null && Patterns.matches(name, itsName)) && (key == null || key.equals(itsKey))
        && (owner == null || owner.equals(itsOwner)) && (outcome == null || outcome.equals(itsOutcome));
  }
}
