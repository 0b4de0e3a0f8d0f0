package dev.gatehouse.http;

import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.mcp.CallMetrics;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.record.DurationHistogram;
import dev.gatehouse.tenant.Tenants;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The registry of metrics, which {@code /metrics} shows: calls and their times, what tenants hold, connections, the process, and what the
 * stages of a start add. Labels hold tenants, plugins, tools, issuers and fixed words, never a key, an owner, or a name that a caller made
 * up.
 */
public final class Metrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final CallMetrics calls;
  private final Map<MultiGauge, Supplier<? extends Map<Tags, ? extends Number>>> tables = new ConcurrentHashMap<>();

  /**
   * No call yet; {@link #meter} counts them.
   *
   * @param tenants who is counted by name; refusals of any other go under {@code -}
   */
  public Metrics(Tenants tenants) {
    calls = new CallMetrics(registry.getPrometheusRegistry(), tenants);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    gc.bindTo(registry);
    new TenantMetrics(tenants).show(this);
  }

  /** Registers the version and role of this process, as labels of a gauge that is 1. */
  public void build(String role) {
    Gauge.builder("gatehouse.build.info", () -> 1).description("Version and role of this process, and its Java; always 1")
        .tags("java", Runtime.version().toString(), "role", role, "version", ServerIdentity.current().version()).register(registry);
  }

  /** Registers the metrics of connections to the public port. */
  public void connections(Connections connections) {
    gauge("gatehouse.connections", "Open connections to the public port", connections::open);
    counter("gatehouse_connections_refused", "Connections that were closed at once, because too many were open", connections::refused);
    counter("gatehouse_connections_displaced", "Connections that were closed before they showed a good key, to make room for another",
        connections::displaced);
    counter("gatehouse_connections_late", "Connections that were closed because they showed no good key within http.headTimeout",
        connections::late);
  }

  /**
   * Registers the time when a certificate expires.
   *
   * @param field that names it in the configuration
   * @param expires null where there is none
   */
  public void certificate(String field, Supplier<@Nullable Instant> expires) {
    gauges("gatehouse.certificate.expiry.timestamp.seconds", "When a certificate expires, as unix time", "certificate", () -> {
      Instant at = expires.get();
      return at == null ? Map.of() : Map.of(field, at.getEpochSecond());
    });
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

  /** Registers a histogram without labels, in seconds. */
  public void histogram(String name, String description, DurationHistogram histogram) {
    series(new Series(name, description, () -> Map.of(Labels.EMPTY, histogram)));
  }

  /**
   * Registers a counter without labels.
   *
   * @param name without {@code _total}, which the page adds
   */
  public void counter(String name, String description, LongSupplier count) {
    series(Series.counters(name, description, () -> Map.of(Labels.EMPTY, count.getAsLong())));
  }

  /** Registers a histogram or a counter with labels. */
  void series(Series series) {
    registry.getPrometheusRegistry().register(series);
  }

  private static void refresh(MultiGauge gauge, Supplier<? extends Map<Tags, ? extends Number>> values) {
    gauge.register(values.get().entrySet()
        .stream().<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(entry.getKey(), entry.getValue()))
        .toList(), true);
  }

  /** The meter for calls and refused keys. */
  public CallMetrics meter() {
    return calls;
  }

  /** Removes the meters of features that are no longer served; call it every few seconds. */
  public void sweep() {
    calls.sweep();
  }

  private void refresh() {
    sweep();
    tables.forEach(Metrics::refresh);
  }

  /** All metrics at this moment, for other ways to export them. By any thread. */
  public synchronized MetricSnapshots snapshots() {
    refresh();
    return registry.getPrometheusRegistry().scrape();
  }

  /** All metrics in text format. */
  synchronized String text() {
    refresh();
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
