package dev.gatehouse.mcp;

import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.bulkhead.Bulkhead;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Times of calls by tenant, plugin, tool, outcome and reason. A tool's series are kept with its bulkhead, so that a call looks nothing
 * up; tools that are not served any more lose them. What callers make up is in no label: an unknown tool is {@code -}, a reason one of
 * few words.
 */
public final class CallMetrics implements CallObserver {

  /** Tools beyond this many share the series of their plugin. */
  private static final int MOST_TOOLS = 5_000;

  private static final double NANOS = 1e9;

  private final Histogram histogram;
  private final RefusalCounts refusals;
  private final Tenants tenants;
  private final Map<Series, CallTimes> byMethod = new ConcurrentHashMap<>();
  private final Set<ToolTimes> tools = ConcurrentHashMap.newKeySet();

  /** Calls that are not told apart by tool. */
  private record Series(String tenant, String plugin, String method) {
  }

  /** A tool's series, as its bulkhead keeps them. */
  private record ToolTimes(Bulkhead bulkhead, String tenant, String plugin, String tool, CallTimes times) {

    boolean of(Entry entry) {
      return plugin.equals(entry.address().plugin());
    }
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

  /** Counts a refused key; one that is nobody's is counted under no tenant. */
  public void refused(@Nullable String tenant, @Nullable String reason) {
    String word = Stream.of(AuthFailure.values()).map(AuthFailure::toString).filter(known -> reason != null && reason.startsWith(known))
        .findFirst().orElse(null);
    String known = tenant != null && tenants.find(tenant) != null ? tenant : CallTimes.NONE;
    kind(known, CallTimes.NONE, CallTimes.NONE).of(Outcome.REFUSED, word).observe(0);
    refusals.refused(known, word == null ? Outcome.REFUSED.toString() : word);
  }

  /** All calls since the start, by tenant. Takes a while where there are many series: not for an event loop. */
  public Map<String, CallTotals> totals() {
    return CallTotals.byTenant(histogram.collect());
  }

  private CallTimes times(String tenant, Use use, @Nullable Entry served) {
    if (served == null || served.key().kind() != Kind.TOOL) {
      return kind(tenant, served == null ? CallTimes.NONE : served.address().plugin(), use.method());
    }
    return served.bulkhead().meters() instanceof ToolTimes kept && kept.of(served) ? kept.times() : keep(tenant, use, served);
  }

  private CallTimes kind(String tenant, String plugin, String method) {
    return byMethod.computeIfAbsent(new Series(tenant, plugin, method), first -> times(first, CallTimes.NONE));
  }

  private CallTimes keep(String tenant, Use use, Entry entry) {
    String plugin = entry.address().plugin();
    Series kind = new Series(tenant, plugin, use.method());
    if (tools.size() >= MOST_TOOLS) {
      return kind(tenant, plugin, kind.method());
    }
    String tool = entry.key().name();
    ToolTimes kept = new ToolTimes(entry.bulkhead(), tenant, plugin, tool, times(kind, tool));
    tools.add(kept);
    entry.bulkhead().meters(kept);
    return kept.times();
  }

  private CallTimes times(Series kind, String tool) {
    return new CallTimes(histogram, kind.method(), kind.plugin(), kind.tenant(), tool);
  }

  /** Forgets the tools that are not served any more, and the tenants. Called now and then, by one thread at a time. */
  public synchronized void sweep() {
    refusals.sweep(tenant -> tenant.equals(CallTimes.NONE) || tenants.find(tenant) != null);
    tools.removeIf(kept -> {
      Entry entry = entry(kept);
      if (entry == null) {
        kept.bulkhead().meters(null);
        kept.times().remove();
      }
      // With other bounds a tool has another bulkhead, which keeps the same series.
      return entry == null || entry.bulkhead() != kept.bulkhead();
    });
  }

  /** The tool as it is served now, or null. */
  private @Nullable Entry entry(ToolTimes kept) {
    Tenant tenant = tenants.find(kept.tenant());
    Entry entry = tenant == null ? null : tenant.catalogue().find(Key.tool(kept.tool()));
    return entry != null && kept.of(entry) ? entry : null;
  }
}
