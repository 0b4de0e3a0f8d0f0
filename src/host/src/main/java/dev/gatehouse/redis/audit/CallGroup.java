package dev.gatehouse.redis.audit;

import dev.gatehouse.auth.Issued;
import dev.gatehouse.auth.Ledger.Entry;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What many calls of a batch share: all fields of their audit entries but time, duration and request id, and what their usage is counted
 * under. A batch sends it once.
 *
 * @param day on which they ended, in days since 1970-01-01 UTC
 */
record CallGroup(long day, @Nullable String keyId, @Nullable String shownId, @Nullable String owner, Use use, @Nullable String name,
    @Nullable String served, Outcome outcome, @Nullable String reason, @Nullable String revision,
    @Nullable Issued issued) {

  private static final long DAY_SECONDS = 86_400;

  /** The group of a call. */
  static CallGroup of(Entry entry) {
    return new CallGroup(Math.floorDiv(entry.at().getEpochSecond(), DAY_SECONDS), entry.keyId(), entry.shownId(), entry.owner(),
        Objects.requireNonNull(entry.use()), entry.name(), entry.served(), entry.outcome(), entry.reason(), entry.revision(),
        entry.issued());
  }

  /** Whether the outcome counts as an error. */
  boolean isError() {
    return outcome == Outcome.ERROR || outcome == Outcome.FAILED;
  }
}
