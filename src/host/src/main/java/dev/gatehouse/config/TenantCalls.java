package dev.gatehouse.config;

import dev.gatehouse.record.Patterns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's overrides of {@link CallsConfig}. The narrowest scope wins, field by field: tool, plugin, tenant, host.
 *
 * @param concurrencyPerTenant how many of its calls run at once on this host, or null for everybody's
 * @param queuePerTenant how many of its calls may wait for that, or null for everybody's
 * @param all for all that it has
 * @param plugins by plugin
 * @param tools by a pattern of tools' names, in the order of the file: of two that match, the first to name a field sets it
 */
public record TenantCalls(@Nullable Integer concurrencyPerTenant, @Nullable Integer queuePerTenant, CallOverride all,
    Map<String, CallOverride> plugins,
    Map<String, CallOverride> tools) {

  /** No overrides. */
  public static final TenantCalls NONE = new TenantCalls(null, null, CallOverride.NONE, Map.of(), Map.of());

  /** Keeps unmodifiable copies, in the order given. */
  public TenantCalls {
    plugins = Collections.unmodifiableMap(new LinkedHashMap<>(plugins));
    tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
  }

  /** How many of the tenant's calls run at once. */
  public int concurrency(CallsConfig calls) {
    return concurrencyPerTenant == null ? calls.concurrencyPerTenant() : concurrencyPerTenant;
  }

  /** How many of the tenant's calls may wait for that. */
  public int queue(CallsConfig calls) {
    return queuePerTenant == null ? calls.queuePerTenant() : queuePerTenant;
  }

  /**
   * The bounds of something that a plugin serves.
   *
   * @param calls everybody's
   * @param tool the tool's name, or null for what is no tool
   */
  public CallBounds bounds(CallsConfig calls, String plugin, @Nullable String tool) {
    CallBounds bounds = all.over(new CallBounds(calls.timeout(), calls.concurrencyPerTool(), calls.queuePerTool(),
        calls.queueTimeout(), calls.maxResult()));
    bounds = plugins.getOrDefault(plugin, CallOverride.NONE).over(bounds);
    for (CallOverride override : matching(tool)) {
      bounds = override.over(bounds);
    }
    return bounds;
  }

  /** The matching overrides in reverse order, so that the first one in the file wins. */
  private List<CallOverride> matching(@Nullable String tool) {
    List<CallOverride> matching = new ArrayList<>();
    if (tool != null) {
      tools.forEach((pattern, override) -> {
        if (Patterns.matches(pattern, tool)) {
          matching.add(0, override);
        }
      });
    }
    return matching;
  }

  /** The longest that any call of the tenant may take, its wait included. */
  public Duration longest(CallsConfig calls) {
    return longest(CallOverride::timeout, calls.timeout()).plus(longest(CallOverride::queueTimeout, calls.queueTimeout()));
  }

  private Duration longest(Function<CallOverride, @Nullable Duration> what, Duration everybodys) {
    Duration usual = what.apply(all) == null ? everybodys : what.apply(all);
    return Stream.concat(plugins.values().stream(), tools.values().stream()).map(what).filter(Objects::nonNull)
        .reduce(usual, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }
}
