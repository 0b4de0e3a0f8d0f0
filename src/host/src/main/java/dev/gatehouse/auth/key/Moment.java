package dev.gatehouse.auth.key;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A point in time as an operator writes it: unix seconds, or ISO-8601. */
final class Moment {

  private Moment() {
  }

  /**
   * Reads {@code 1798761600}, {@code 2027-01-01T00:00:00Z}, {@code 2027-01-01T01:00:00+01:00}, or {@code 2027-01-01}, which is its
   * first moment in UTC.
   *
   * @throws IllegalArgumentException when it is none of them; a time without an offset is none, since nobody can say when it is
   */
  static Instant parse(String text) {
    // Eleven digits reach the year 5138; thirteen would be milliseconds, read as a deadline that never comes.
    if (text.matches("\\d{1,11}")) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    try {
      return text.matches("\\d{4}-\\d\\d-\\d\\d")
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither unix seconds nor ISO-8601 with an offset, such as 2027-01-01T00:00:00Z", e);
    }
  }
}
