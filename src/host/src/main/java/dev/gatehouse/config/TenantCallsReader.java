package dev.gatehouse.config;

import dev.gatehouse.record.PatternException;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Section;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Parses {@code tenants.<t>.calls}. Its values may be above or below the host's; the absolute caps are those of {@code calls}. */
final class TenantCallsReader {

  private TenantCallsReader() {
  }

  /**
   * Parses the section of one tenant.
   *
   * @param calls what the host has for everybody
   */
  static TenantCalls read(Section section, CallsConfig calls) {
    Integer together = number(section, "concurrencyPerTenant", 1);
    int most = together == null ? calls.concurrencyPerTenant() : together;
    return new TenantCalls(together, number(section, "queuePerTenant", 0), override(section, most),
        section.section("plugins").map(ConfigReader::nameFault, plugin -> override(plugin, most)),
        section.section("tools").map(TenantCallsReader::patternFault, tool -> override(tool, most)));
  }

  private static @Nullable String patternFault(String pattern) {
    try {
      Patterns.tool(pattern);
      return null;
    } catch (PatternException e) {
      return "is not one tool's name or one pattern such as 'report.*'; " + e.getMessage();
    }
  }

  private static CallOverride override(Section section, int most) {
    CallOverride override = new CallOverride(
        duration(section, "timeout"),
        number(section, "concurrencyPerTool", 1),
        number(section, "queuePerTool", 0),
        duration(section, "queueTimeout"),
        section.has("maxResult") ? Long.valueOf(section.size("maxResult", "4MiB", "1B", CallsConfig.LARGEST)) : null);
    if (override.concurrencyPerTool() != null && override.concurrencyPerTool() > most) {
      section.fault("concurrencyPerTool", override.concurrencyPerTool() + " is more than the " + most
          + " calls that the tenant may run at once; lower it, or raise concurrencyPerTenant");
    }
    return override;
  }

  /** Null when the file does not say. */
  private static @Nullable Duration duration(Section section, String name) {
    return section.has(name) ? section.duration(name, "1s", "1ms", CallsConfig.LONGEST) : null;
  }

  /** Null when the file does not say. */
  private static @Nullable Integer number(Section section, String name, int least) {
    return section.has(name) ? Integer.valueOf(section.integer(name, least, least, CallsConfig.MOST)) : null;
  }
}
