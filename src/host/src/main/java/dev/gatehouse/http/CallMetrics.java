package dev.gatehouse.http;

import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import dev.gatehouse.auth.Refusal;
import dev.gatehouse.mcp.CallMeter;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import dev.gatehouse.tool.Served;
import dev.gatehouse.tool.ToolEntry;
import dev.gatehouse.tool.bulkhead.Bulkhead;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Times of calls by tenant, plugin, tool, outcome and reason. A tool's timers are kept with its bulkhead, so that a call looks nothing
 * up; tools that are not served any more lose them. What callers make up is in no label: an unknown tool is {@code -}, a reason one of
 * few words.
 */
final class CallMetrics implements CallMeter {

  private static final String NONE = "-";
  /** Tools beyond this many share the timers of their plugin. */
  private static final int MOST_TOOLS = 5_000;

  private final MeterRegistry registry;
  private final Tenants tenants;
  private final Map<Kind, CallTimers> kinds = new ConcurrentHashMap<>();
  private final Set<ToolTimers> tools = ConcurrentHashMap.newKeySet();

  /** Calls that are not told apart by tool. */
  private record Kind(String tenant, String plugin, String method) {
  }

  /** A tool's timers, as its bulkhead keeps them. */
  private record ToolTimers(Bulkhead bulkhead, String tenant, String plugin, String tool, CallTimers timers) {

    boolean of(ToolEntry entry) {
      return plugin.equals(entry.address().plugin());
    }
  }

  CallMetrics(MeterRegistry registry, Tenants tenants) {
    this.registry = registry;
    this.tenants = tenants;
  }

  @Override
  public void ended(String tenant, Use use, Served served, Outcome outcome, String reason, long nanos) {
    timers(tenant, use, served).of(outcome, reason).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Counts a key that was let in nowhere; one that proved to be nobody's goes under no tenant. */
  void refused(String tenant, String reason) {
    String word = Stream.of(Refusal.values()).map(Refusal::toString).filter(known -> reason != null && reason.startsWith(known))
        .findFirst().orElse(null);
    String known = tenant != null && tenants.find(tenant) != null ? tenant : NONE;
    kind(known, NONE, NONE).of(Outcome.REFUSED, word).record(0, TimeUnit.NANOSECONDS);
  }

  private CallTimers timers(String tenant, Use use, Served served) {
    if (use != Use.TOOL || !(served instanceof ToolEntry entry)) {
      return kind(tenant, served == null ? NONE : served.address().plugin(), use.method());
    }
    Object kept = entry.bulkhead().meters();
    return kept instanceof ToolTimers timers && timers.of(entry) ? timers.timers() : keep(tenant, entry);
  }

  private CallTimers kind(String tenant, String plugin, String method) {
    return kinds.computeIfAbsent(new Kind(tenant, plugin, method), first -> new CallTimers(registry, tags(first, NONE)));
  }

  private CallTimers keep(String tenant, ToolEntry entry) {
    String plugin = entry.address().plugin();
    Kind kind = new Kind(tenant, plugin, Use.TOOL.method());
    if (tools.size() >= MOST_TOOLS) {
      return kind(tenant, plugin, kind.method());
    }
    String tool = entry.info().name();
    ToolTimers timers = new ToolTimers(entry.bulkhead(), tenant, plugin, tool, new CallTimers(registry, tags(kind, tool)));
    tools.add(timers);
    entry.bulkhead().meters(timers);
    return timers.timers();
  }

  private static Tags tags(Kind kind, String tool) {
    return Tags.of("method", kind.method(), "plugin", kind.plugin(), "tenant", kind.tenant(), "tool", tool);
  }

  /** Forgets the tools that are not served any more. Called now and then, by one thread at a time. */
  synchronized void sweep() {
    tools.removeIf(timers -> {
      boolean gone = !isServed(timers);
      if (gone) {
        timers.bulkhead().meters(null);
        timers.timers().remove();
      }
      return gone;
    });
  }

  private boolean isServed(ToolTimers timers) {
    Tenant tenant = tenants.find(timers.tenant());
    ToolEntry entry = tenant == null ? null : tenant.catalogue().find(timers.tool());
    return entry != null && entry.bulkhead() == timers.bulkhead() && timers.of(entry);
  }
}
