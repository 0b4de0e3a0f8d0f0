package dev.gatehouse.config;

import dev.gatehouse.record.Faults;
import dev.gatehouse.record.PatternException;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses {@code tenants.<t>.calls}. Its values may be above or below the host's; the absolute caps are those of {@code calls}. */
final class TenantCallsReader {

  private final Faults faults;
  private final CallsConfig calls;

  TenantCallsReader(Faults faults, CallsConfig calls) {
    this.faults = faults;
    this.calls = calls;
  }

  TenantCalls read(String path, Section section) {
    Integer together = number(section, "concurrencyPerTenant", 1);
    int most = together == null ? calls.concurrencyPerTenant() : together;
    return new TenantCalls(together, number(section, "queuePerTenant", 0), override(path, section, most),
        plugins(path + ".plugins", section.section("plugins"), most),
        tools(path + ".tools", section.section("tools"), most));
  }

  private Map<String, CallOverride> plugins(String path, Section section, int most) {
    Map<String, CallOverride> plugins = new LinkedHashMap<>();
    for (String name : section.names()) {
      ConfigReader.checkName(faults, path, name);
      plugins.put(name, override(Section.join(path, name), section.section(name), most));
    }
    return plugins;
  }

  private Map<String, CallOverride> tools(String path, Section section, int most) {
    Map<String, CallOverride> tools = new LinkedHashMap<>();
    for (String pattern : section.names()) {
      try {
        Patterns.tool(pattern);
      } catch (PatternException e) {
        faults.add(Section.join(path, pattern), "is not one tool's name or one pattern such as 'report.*'; " + e.getMessage());
      }
      tools.put(pattern, override(Section.join(path, pattern), section.section(pattern), most));
    }
    return tools;
  }

  private CallOverride override(String path, Section section, int most) {
    CallOverride override = new CallOverride(
        duration(section, "timeout"),
        number(section, "concurrencyPerTool", 1),
        number(section, "queuePerTool", 0),
        duration(section, "queueTimeout"),
        section.has("maxResult") ? Long.valueOf(section.size("maxResult", "4MiB", "1B", CallsConfig.LARGEST)) : null);
    if (override.concurrencyPerTool() != null && override.concurrencyPerTool() > most) {
      faults.add(Section.join(path, "concurrencyPerTool"), override.concurrencyPerTool() + " is more than the " + most
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
