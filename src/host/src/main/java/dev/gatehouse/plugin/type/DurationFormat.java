package dev.gatehouse.plugin.type;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;

/** The format {@code duration} as Java writes it. RFC 3339 has no fractions of a second and no negative durations. */
final class DurationFormat implements Format {

  static final String NAME = "duration";

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean matches(ExecutionContext context, String text) {
    return isDuration(text) || isPeriod(text);
  }

  private static boolean isDuration(String text) {
    try {
      Duration.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isPeriod(String text) {
    try {
      Period.parse(text);
      return true;
    } catch (DateTimeParseException | ArithmeticException e) {
      // The latter: weeks that are more days than an int holds.
      return false;
    }
  }
}
