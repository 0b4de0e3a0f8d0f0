package dev.gatehouse.plugin.type;

import java.util.Map;

/** The formats of text in schemas, each with an example that a reader of an error can copy. */
public final class Formats {

  private static final Map<String, String> EXAMPLES = Map.of(
      "date-time", "2026-01-31T12:00:00Z",
      "date", "2026-01-31",
      "duration", "PT1H30M",
      "uri", "https://example.com/page",
      "uuid", "123e4567-e89b-12d3-a456-426614174000");

  private Formats() {
  }

  /** What text of a format must be, such as {@code must be a date such as 2026-01-31}. */
  public static String rule(String format) {
    String example = EXAMPLES.get(format);
    return "must be a " + format + (example == null ? "" : " such as " + example);
  }
}
