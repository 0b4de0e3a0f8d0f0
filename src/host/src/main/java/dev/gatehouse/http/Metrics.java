package dev.gatehouse.http;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.bulkhead.MemoryBudget;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.mcp.CallMetrics;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The Prometheus metrics of {@code /metrics}: calls and their times, running calls, open connections and streams, lost audit entries, and
 * the JVM. Labels hold tenants, plugins, tools, issuers and fixed words, never a key, an owner, or a name that a caller made up.
 */
public final class Metrics implements Ledger, AutoCloseable {

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Ledger ledger;
  private final Tenants tenants;
  private final CallMetrics calls;
  private final Map<MultiGauge, Supplier<? extends Map<Tags, ? extends Number>>> tables = new ConcurrentHashMap<>();

  /**
   * Counts refused keys on their way into a ledger; calls are counted by {@link #meter}.
   *
   * @param ledger where they go
   * @param tenants who is counted by name; entries of any other go under {@code -}
   */
  public Metrics(Ledger ledger, Tenants tenants) {
    this.ledger = ledger;
    this.tenants = tenants;
    calls = new CallMetrics(registry.getPrometheusRegistry(), tenants);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gc.bindTo(registry);
    tenants("gatehouse.calls.running", "Calls that run at this moment", tenant -> tenant.bulkhead().running());
    tenants("gatehouse.calls.waiting", "Calls that wait for a place to run in", tenant -> tenant.bulkhead().waiting());
    memory("held", "About how many bytes a tenant's callers make the host hold", MemoryBudget::held);
    memory("most", "How many bytes they may make it hold", MemoryBudget::most);
    memory("refused", "How often something did not fit", MemoryBudget::refused);
    gauge("gatehouse.plugins.refused", "Plugins that lie in the folder and are not served", () -> tenants.faults().size());
  }

  private void memory(String what, String description, ToLongFunction<MemoryBudget> number) {
    tenants("gatehouse.tenant.memory." + what, description, tenant -> number.applyAsLong(tenant.memory()));
  }

  private void tenants(String name, String description, ToLongFunction<Tenant> number) {
    gauges(name, description, () -> tenants.all().stream().collect(Collectors.toMap(Tenant::name, number::applyAsLong)));
  }

  /** Registers the metrics of connections to the public port. */
  public void connections(Connections connections) {
    gauge("gatehouse.connections", "Open connections to the public port", connections::open);
    gauge("gatehouse.connections.refused", "Connections that were closed at once, because too many were open", connections::refused);
    gauge("gatehouse.connections.displaced", "Connections that were closed before they showed a good key, to make room for another",
        connections::displaced);
    gauge("gatehouse.connections.late", "Connections that were closed because they showed no good key within http.headTimeout",
        connections::late);
  }

  /** Registers a gauge. */
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /** Registers a gauge with a value for each tenant. */
  public void gauges(String name, String description, Supplier<Map<String, Long>> values) {
    gauges(name, description, "tenant", values);
  }

  /** Registers a gauge with a value for each value of a label. */
  public void gauges(String name, String description, String label, Supplier<? extends Map<String, ? extends Number>> values) {
    table(name, description, () -> values.get().entrySet().stream()
        .collect(Collectors.toMap(entry -> Tags.of(label, entry.getKey()), Map.Entry::getValue)));
  }

  /** Registers a gauge with a value for each of some labels. */
  void table(String name, String description, Supplier<? extends Map<Tags, ? extends Number>> values) {
    tables.put(MultiGauge.builder(name).description(description).register(registry), values);
  }

  private static void refresh(MultiGauge gauge, Supplier<? extends Map<Tags, ? extends Number>> values) {
    gauge.register(values.get().entrySet()
        .stream().<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(entry.getKey(), entry.getValue()))
        .toList(), true);
  }

  @Override
  public void record(Entry entry) {
    ledger.record(entry);
    if (entry.use() == null) {
      calls.refused(entry.tenant(), entry.reason());
    }
  }

  /** The meter for calls. */
  public CallMetrics meter() {
    return calls;
  }

  /** Removes the meters of features that are no longer served; call it every few seconds. */
  public void sweep() {
    calls.sweep();
  }

  @Override
  public void seen(Principal principal) {
    ledger.seen(principal);
  }

  /** All metrics as they are now. By any thread. */
  public synchronized MetricSnapshots snapshots() {
    sweep();
    tables.forEach(Metrics::refresh);
    return registry.getPrometheusRegistry().scrape();
  }

  /** All metrics in text format. */
  synchronized String text() {
    sweep();
    tables.forEach(Metrics::refresh);
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
