package dev.gatehouse.config;

import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.record.Rate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one tenant. They never decide whether the tenant exists.
 *
 * @param anonymous what a caller without a credential may do, or null when there is no such caller
 * @param isPublic whether everybody may find the tenant: {@code public} in the file
 * @param calls where its calls have bounds of their own
 * @param plugins by plugin name, what its plugin is given
 */
public record TenantConfig(@Nullable Anonymous anonymous, boolean isPublic, TenantCalls calls, Map<String, PluginSettings> plugins) {

  private static final TenantConfig DEFAULTS = new TenantConfig(null, false, TenantCalls.NONE, Map.of());

  /** Keeps an unmodifiable copy, in the order given. */
  public TenantConfig {
    plugins = Collections.unmodifiableMap(new LinkedHashMap<>(plugins));
  }

  /** The defaults of a tenant that the file does not name: no anonymous callers, not public, no overrides, no plugin settings. */
  public static TenantConfig defaults() {
    return DEFAULTS;
  }

  /** The settings of a plugin; empty when the file does not name it. */
  public PluginSettings plugin(String name) {
    return plugins.getOrDefault(name, PluginSettings.NONE);
  }

  /** Names the plugins but not their settings, which can hold secrets. */
  @Override
  public String toString() {
    return "TenantConfig[anonymous=" + anonymous + ", public=" + isPublic + ", calls=" + calls + ", plugins=" + plugins.keySet() + "]";
  }

  /**
   * What a caller without a credential may do.
   *
   * @param tools which tools it may call
   * @param prompts which prompts it may use; none in a file
   * @param resources which resources it may read; none in a file
   * @param rates how often each client address may call, all of them at once; empty is without limit
   */
  public record Anonymous(Patterns tools, Patterns prompts, Patterns resources, List<Rate> rates) {

    /** Keeps an unmodifiable copy of the rates. */
    public Anonymous {
      rates = List.copyOf(rates);
    }

    /** One that may use tools alone. */
    public Anonymous(Patterns tools, List<Rate> rates) {
      this(tools, Patterns.none(), Patterns.none(), rates);
    }
  }
}
