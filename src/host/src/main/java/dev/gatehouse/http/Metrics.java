package dev.gatehouse.http;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import dev.gatehouse.tool.bulkhead.MemoryBudget;
import dev.gatehouse.tool.bulkhead.TenantBulkhead;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What {@code /metrics} shows, in Prometheus's text format: calls by tenant and outcome with their times, what runs, what is open, what
 * could not be written down, and the JVM. Labels hold tenants and outcomes, never a key, an owner, or a name that a caller made up.
 */
public final class Metrics implements Ledger, AutoCloseable {

  /** A tenant that nobody proved to be of. */
  private static final String NOBODY = "-";

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Ledger ledger;
  private final Tenants tenants;
  private final Map<Kind, Timer> calls = new ConcurrentHashMap<>();
  private final Map<MultiGauge, Supplier<Map<String, Long>>> byTenant = new ConcurrentHashMap<>();

  private record Kind(String tenant, Use use, Outcome outcome) {
  }

  /**
   * Counts what goes into a ledger on its way.
   *
   * @param ledger where it goes
   * @param tenants who is counted by name; entries of any other go under {@code -}
   */
  public Metrics(Ledger ledger, Tenants tenants) {
    this.ledger = ledger;
    this.tenants = tenants;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gc.bindTo(registry);
    gauge("gatehouse.calls.running", "Calls that run at this moment", () -> sum(TenantBulkhead::running));
    gauge("gatehouse.calls.waiting", "Calls that wait for a place to run in", () -> sum(TenantBulkhead::waiting));
    memory("held", "About how many bytes a tenant's callers make the host hold", MemoryBudget::held);
    memory("most", "How many bytes they may make it hold", MemoryBudget::most);
    memory("refused", "How often something did not fit", MemoryBudget::refused);
    gauge("gatehouse.plugins.refused", "Plugins that lie in the folder and are not served", () -> tenants.faults().size());
  }

  private int sum(ToIntFunction<TenantBulkhead> number) {
    return tenants.all().stream().map(Tenant::bulkhead).mapToInt(number).sum();
  }

  private void memory(String what, String description, ToLongFunction<MemoryBudget> number) {
    gauges("gatehouse.tenant.memory." + what, description, () -> tenants.all().stream()
        .collect(Collectors.toMap(Tenant::name, tenant -> number.applyAsLong(tenant.memory()))));
  }

  /** Shows the connections to the public port. */
  public void connections(Connections connections) {
    gauge("gatehouse.connections", "Open connections to the public port", connections::open);
    gauge("gatehouse.connections.refused", "Connections that were closed at once, because too many were open", connections::refused);
    gauge("gatehouse.connections.displaced", "Connections that were closed before they showed a good key, to make room for another",
        connections::displaced);
    gauge("gatehouse.connections.late", "Connections that were closed because they showed no good key within http.headTimeout",
        connections::late);
  }

  /** Shows a number that is asked for at each look. */
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /** Shows a number of each tenant, asked for at each look. */
  public void gauges(String name, String description, Supplier<Map<String, Long>> values) {
    byTenant.put(MultiGauge.builder(name).description(description).register(registry), values);
  }

  private static void refresh(MultiGauge gauge, Supplier<Map<String, Long>> values) {
    gauge.register(values.get().entrySet().stream()
        .<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(Tags.of("tenant", entry.getKey()), entry.getValue()))
        .toList(), true);
  }

  @Override
  public void record(Entry entry) {
    ledger.record(entry);
    String tenant = entry.tenant() != null && tenants.find(entry.tenant()) != null ? entry.tenant() : NOBODY;
    calls.computeIfAbsent(new Kind(tenant, entry.use(), entry.outcome()), this::timer).record(Duration.ofMillis(entry.millis()));
  }

  private Timer timer(Kind kind) {
    return Timer.builder("gatehouse.calls")
        .description("Calls of tools, prompts, resources and completion, and refusals, by how they ended")
        .tag("method", kind.use() == null ? NOBODY : kind.use().method())
        .tag("tenant", kind.tenant())
        .tag("outcome", kind.outcome().toString())
        .register(registry);
  }

  @Override
  public void seen(Principal principal) {
    ledger.seen(principal);
  }

  /** All of it, as text. */
  String text() {
    byTenant.forEach(Metrics::refresh);
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
