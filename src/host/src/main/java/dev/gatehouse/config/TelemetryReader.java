package dev.gatehouse.config;

import dev.gatehouse.record.Section;
import dev.gatehouse.record.TextForm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Parses the section {@code telemetry}. */
final class TelemetryReader {

  /** RFC 9110 section 5.6.2. */
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

  private TelemetryReader() {
  }

  static TelemetryConfig read(Section section) {
    return new TelemetryConfig(
        section.optional("endpoint", TextForm.COLLECTOR_URL),
        headers(section.section("headers")),
        section.fraction("sampling", TelemetryConfig.DEFAULT.sampling()));
  }

  private static Map<String, String> headers(Section section) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : section.names()) {
      if (!HEADER.matcher(name).matches()) {
        section.fault(name, "is not the name of an HTTP header");
      }
      headers.put(name, section.text(name, "", TextForm.HEADER_VALUE));
    }
    return headers;
  }
}
