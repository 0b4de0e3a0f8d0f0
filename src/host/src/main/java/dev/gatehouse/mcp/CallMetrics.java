package dev.gatehouse.mcp;

import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Times of calls by tenant, plugin, tool, outcome and reason. A tool's series are kept with its bulkhead, so that a call looks nothing
 * up; tools, plugins and tenants that are not served any more lose them. What callers make up is in no label: an unknown tool is {@code -},
 * a reason one of few words.
 */
public final class CallMetrics implements CallObserver {

  /** Tools beyond this many share the series of their plugin. */
  private static final int MOST_TOOLS = 5_000;

  private static final double NANOS = 1e9;

  private final Histogram histogram;
  private final RefusalCounts refusals;
  private final Tenants tenants;
  private final Map<MethodKey, CallTimes> byMethod = new ConcurrentHashMap<>();
  private final Map<ToolKey, CallTimes> tools = new ConcurrentHashMap<>();

  /** Calls that are not told apart by tool. */
  private record MethodKey(String tenant, String plugin, String method) {
  }

  /** A tool, whose bulkhead is another one after a change of its bounds. */
  private record ToolKey(String tenant, String plugin, String tool) {
  }

  /**
   * No call yet.
   *
   * @param registry where the times are shown
   * @param tenants which tools are served; a key of no tenant of these is counted under {@code -}
   */
  public CallMetrics(PrometheusRegistry registry, Tenants tenants) {
    histogram = CallTimes.histogram();
    registry.register(histogram);
    refusals = new RefusalCounts(registry);
    this.tenants = tenants;
  }

  @Override
  public void ended(Ended call) {
    String tenant = call.call().principal().tenant();
    times(tenant, call.request().use(), call.served()).of(call.outcome(), call.label()).observe(call.nanos() / NANOS);
    if (!call.outcome().ran()) {
      refusals.refused(tenant, call.label() == null ? call.outcome().toString() : call.label());
    }
  }

  @Override
  public void limited(McpCall call, Scope scope, String limit) {
    refusals.limited(call.principal().tenant(), scope, limit);
  }

  /** Counts a refused key or token; one that is nobody's is counted under no tenant. */
  public void refused(@Nullable String tenant, AuthFailure reason) {
    String known = tenant != null && tenants.find(tenant) != null ? tenant : CallTimes.NONE;
    method(known, CallTimes.NONE, CallTimes.NONE).of(Outcome.REFUSED, reason.toString()).observe(0);
    refusals.refused(known, reason.toString());
  }

  /** All calls since the start, by tenant. Takes a while where there are many series: not for an event loop. */
  public Map<String, CallTotals> totals() {
    return CallTotals.byTenant(histogram.collect());
  }

  private CallTimes times(String tenant, Use use, @Nullable Entry served) {
    if (served == null || served.key().kind() != Kind.TOOL) {
      return method(tenant, served == null ? CallTimes.NONE : served.address().plugin(), use.method());
    }
    return served.bulkhead().meters() instanceof CallTimes kept && kept.isOf(served.address().plugin()) ? kept
        : keep(tenant, use, served);
  }

  private CallTimes method(String tenant, String plugin, String method) {
    return byMethod.computeIfAbsent(new MethodKey(tenant, plugin, method),
        first -> new CallTimes(histogram, method, plugin, tenant, CallTimes.NONE));
  }

  private CallTimes keep(String tenant, Use use, Entry entry) {
    ToolKey key = new ToolKey(tenant, entry.address().plugin(), entry.key().name());
    if (tools.size() >= MOST_TOOLS && !tools.containsKey(key)) {
      return method(tenant, key.plugin(), use.method());
    }
    CallTimes times = tools.computeIfAbsent(key, first -> new CallTimes(histogram, use.method(), key.plugin(), tenant, key.tool()));
    entry.bulkhead().meters(times);
    return times;
  }

  /** Forgets the tools, plugins and tenants that are not served any more. Called now and then, by one thread at a time. */
  public synchronized void sweep() {
    refusals.sweep(this::isServed);
    forget(tools, this::isServed);
    forget(byMethod, key -> isServed(key.tenant()) && isServed(key.tenant(), key.plugin()));
  }

  private static <K> void forget(Map<K, CallTimes> times, Predicate<K> served) {
    times.forEach((key, its) -> {
      if (!served.test(key) && times.remove(key, its)) {
        its.remove();
      }
    });
  }

  private boolean isServed(String tenant) {
    return tenant.equals(CallTimes.NONE) || tenants.find(tenant) != null;
  }

  private boolean isServed(String name, String plugin) {
    Tenant tenant = tenants.find(name);
    return plugin.equals(CallTimes.NONE) || tenant != null && tenant.jars().containsKey(plugin);
  }

  private boolean isServed(ToolKey key) {
    Tenant tenant = tenants.find(key.tenant());
    Entry entry = tenant == null ? null : tenant.catalogue().find(Key.tool(key.tool()));
    return entry != null && key.plugin().equals(entry.address().plugin());
  }
}
