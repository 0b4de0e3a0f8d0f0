package dev.gatehouse.mcp;

import dev.gatehouse.auth.Scope;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Counters of refusals: by tenant and reason, and those of limits by scope and kind. They are bounded by the number of tenants, since every
 * other label is one of few words.
 */
final class RefusalCounts {

  private static final String TENANT = "tenant";

  private final Counter refusals = counter("gatehouse_refusals_total", "Requests that were refused before they ran, by reason",
      "reason", TENANT);
  private final Counter limits = counter("gatehouse_limit_refusals_total", "Calls that a limit refused, by the limit and its scope",
      "limit", "scope", TENANT);

  RefusalCounts(PrometheusRegistry registry) {
    registry.register(refusals);
    registry.register(limits);
  }

  /** Labels in the order of their names, which is that of {@link #sweep}. */
  private static Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).withoutExemplars().build();
  }

  void refused(String tenant, String reason) {
    refusals.labelValues(reason, tenant).inc();
  }

  void limited(String tenant, Scope scope, String limit) {
    limits.labelValues(limit, scope.name().toLowerCase(Locale.ROOT), tenant).inc();
  }

  /** Removes the series of tenants that are gone. */
  void sweep(Predicate<String> served) {
    sweep(refusals, served);
    sweep(limits, served);
  }

  private static void sweep(Counter counter, Predicate<String> served) {
    counter.collect().getDataPoints().forEach(point -> {
      Labels labels = point.getLabels();
      if (!served.test(labels.get(TENANT))) {
        counter.remove(labels.stream().map(label -> label.getValue()).toArray(String[]::new));
      }
    });
  }
}
