package dev.gatehouse.http;

import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.bulkhead.Breaker;
import dev.gatehouse.feature.bulkhead.MemoryBudget;
import dev.gatehouse.record.DurationHistogram;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics of tenants: bulkheads, queues, circuit breakers, memory, and plugins that are not served. */
final class TenantMetrics {

  /** In the place of a name where there is none. */
  private static final String NONE = "-";

  private final Tenants tenants;

  TenantMetrics(Tenants tenants) {
    this.tenants = tenants;
  }

  void show(Metrics metrics) {
    gauges(metrics, "gatehouse.calls.running", "Calls that run at this moment", tenant -> tenant.bulkhead().running());
    gauges(metrics, "gatehouse.calls.waiting", "Calls that wait for a place to run in", tenant -> tenant.bulkhead().waiting());
    memory(metrics, "held", "About how many bytes a tenant's callers make the host hold", MemoryBudget::held);
    memory(metrics, "most", "A tenant's memory budget in bytes", MemoryBudget::most);
    metrics.series(Series.counters("gatehouse_tenant_memory_refused", "Requests and answers that did not fit a tenant's memory budget",
        () -> tenants.all().stream().collect(Collectors.toMap(tenant -> Labels.of("tenant", tenant.name()),
            tenant -> tenant.memory().refused()))));
    metrics.table("gatehouse.plugin.faults", "Faults of plugins that are not served, or not in their newest version", this::faults);
    metrics.table("gatehouse.breaker.open", "1 while the circuit breaker of a feature refuses its calls, 0 since it has closed again",
        this::open);
    metrics.series(Series.counters("gatehouse_breaker_openings", "How often the circuit breaker of a feature has opened", this::openings));
    metrics.series(new Series("gatehouse_queue_wait_seconds",
        "How long calls were queued for a place to run in, of those that had to wait, whether they got one or not", this::waits));
  }

  private void memory(Metrics metrics, String what, String description, ToLongFunction<MemoryBudget> number) {
    gauges(metrics, "gatehouse.tenant.memory." + what, description, tenant -> number.applyAsLong(tenant.memory()));
  }

  private void gauges(Metrics metrics, String name, String description, ToLongFunction<Tenant> number) {
    metrics.gauges(name, description, () -> tenants.all().stream().collect(Collectors.toMap(Tenant::name, number::applyAsLong)));
  }

  private Map<Tags, Long> faults() {
    return tenants.faults().stream().collect(Collectors.groupingBy(
        fault -> Tags.of("plugin", fault.plugin().isEmpty() ? NONE : fault.plugin(), "tenant", fault.tenant()), Collectors.counting()));
  }

  private Map<Labels, DurationHistogram> waits() {
    Map<Labels, DurationHistogram> waits = new HashMap<>();
    for (Tenant tenant : tenants.all()) {
      DurationHistogram its = tenant.bulkhead().waits();
      if (its != null) {
        waits.put(Labels.of("tenant", tenant.name()), its);
      }
    }
    return waits;
  }

  /** A circuit breaker that has opened, and the labels of its feature. */
  private record Opened(String kind, String name, String plugin, String tenant, Breaker breaker) {

    Opened(Tenant tenant, Entry entry) {
      this(entry.key().kind().toString(), entry.key().name(), entry.address().plugin(), tenant.name(), entry.bulkhead().breaker());
    }
  }

  /** Those that have never opened, which are most, have no series. */
  private Stream<Opened> opened() {
    return tenants.all().stream().flatMap(tenant -> Stream.of(Kind.values()).flatMap(kind -> tenant.catalogue().all(kind).stream())
        .filter(entry -> entry.bulkhead().breaker().openings() > 0).map(entry -> new Opened(tenant, entry)));
  }

  /** Completions of several arguments have one name. */
  private Map<Tags, Integer> open() {
    return opened().collect(Collectors.toMap(one -> Tags.of("kind", one.kind(), "name", one.name(), "plugin", one.plugin(), "tenant",
        one.tenant()), one -> one.breaker().isOpen() ? 1 : 0, Math::max));
  }

  private Map<Labels, Long> openings() {
    return opened().collect(Collectors.toMap(one -> Labels.of("kind", one.kind(), "name", one.name(), "plugin", one.plugin(), "tenant",
        one.tenant()), one -> one.breaker().openings(), Long::sum));
  }
}
