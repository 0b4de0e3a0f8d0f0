package dev.gatehouse.plugin.type;

import java.util.Map;

/** The formats of text in schemas, each with an example for error messages. */
public final class Formats {

  private static final Map<String, String> EXAMPLES = Map.of(
      "date-time", "2026-01-31T12:00:00Z",
      "date", "2026-01-31",
      "time", "12:00:00Z",
      "duration", "PT1H30M",
      "uri", "https://example.com/page",
      "uuid", "123e4567-e89b-12d3-a456-426614174000",
      "email", "ann@example.com",
      "hostname", "www.example.com",
      "ipv4", "192.0.2.1",
      "ipv6", "2001:db8::1");

  private Formats() {
  }

  /** Describes a format, such as {@code must be a date such as 2026-01-31}. */
  public static String rule(String format) {
    String example = EXAMPLES.get(format);
    return (format.matches("[ei].*") ? "must be an " : "must be a ") + format + (example == null ? "" : " such as " + example);
  }
}
