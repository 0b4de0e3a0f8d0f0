package dev.gatehouse.cli;

import dev.gatehouse.record.Units;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Reads options that are times: durations such as {@code 90d}, and points in time. */
final class Moments {

  private final CommandLine command;
  private final Clock clock;

  /** Blames the command for what cannot be read. */
  Moments(CommandLine command, Clock clock) {
    this.command = command;
    this.clock = clock;
  }

  /** A duration. */
  Duration duration(String option, String text) {
    try {
      return Units.duration(text, "1s", Units.LONGEST);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, option + ": it must be a time such as 90d, 12h, 30m or 10s", e);
    }
  }

  /** The time so long ago; null for null. */
  @Nullable
  Instant ago(String option, @Nullable String text) {
    return text == null ? null : clock.instant().minus(duration(option, text));
  }

  /** The time so long from now; null for null. */
  @Nullable
  Instant ahead(String option, @Nullable String text) {
    return text == null ? null : clock.instant().plus(duration(option, text));
  }

  /** A point in time: how long ago, a date, which is its first moment in UTC, or ISO-8601 with an offset; null for null. */
  @Nullable
  Instant point(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return text.matches("\\d{4}-\\d\\d-\\d\\d") ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : text.matches("\\d{4}-.*") ? OffsetDateTime.parse(text).toInstant()
          : clock.instant().minus(Units.duration(text, "1s", Units.LONGEST));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new ParameterException(command,
          option + ": it must be how long ago, such as 24h, or a time such as 2027-01-01 or 2027-01-01T00:00:00Z", e);
    }
  }
}
