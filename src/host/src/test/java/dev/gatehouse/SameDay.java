package dev.gatehouse;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests of what is counted by the day: each ends on the day, in UTC, that it began on. Near midnight it waits for the next day. */
public final class SameDay implements BeforeEachCallback {

  /** Longer than such a test takes on a slow machine. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    Instant now = Instant.now();
    Duration left = Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
    if (left.compareTo(LONGEST) < 0) {
      Thread.sleep(left.toMillis() + 1);
    }
  }
}
