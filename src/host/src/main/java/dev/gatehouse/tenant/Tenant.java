package dev.gatehouse.tenant;

import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.bulkhead.MemoryBudget;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.feature.bulkhead.Throttle;
import dev.gatehouse.plugin.load.FileVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One tenant: its settings, its current catalogue and its bulkhead. */
public final class Tenant {

  private final String name;
  private volatile TenantConfig config;
  private final TenantBulkhead bulkhead;
  private final MemoryBudget memory;
  private final Throttle throttle;
  private volatile Catalogue catalogue = Catalogue.EMPTY;
  private volatile Map<String, List<FileVersion>> jars = Map.of();

  Tenant(String name, TenantConfig config, TenantBulkhead bulkhead, MemoryBudget memory, Throttle throttle) {
    this.name = Objects.requireNonNull(name, "name");
    this.config = config;
    this.bulkhead = bulkhead;
    this.memory = memory;
    this.throttle = throttle;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its settings at this moment. */
  public TenantConfig config() {
    return config;
  }

  /** How many of its calls run at once, and wait. */
  public TenantBulkhead bulkhead() {
    return bulkhead;
  }

  /** How much memory its callers hold, and may hold. */
  public MemoryBudget memory() {
    return memory;
  }

  /** What keeps its calls from using up the processors. */
  Throttle throttle() {
    return throttle;
  }

  /** What it serves now. Read it once a request: it is replaced as a whole. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** Which jars it serves now, by plugin. */
  public Map<String, List<FileVersion>> jars() {
    return jars;
  }

  void jars(Map<String, List<FileVersion>> next) {
    jars = Collections.unmodifiableMap(next);
  }

  /** Has other settings from now on. */
  void configure(TenantConfig next, CallsConfig calls) {
    config = next;
    bulkhead.resize(next.calls().concurrency(calls), next.calls().queue(calls));
  }

  void publish(Catalogue next) {
    catalogue = next;
  }
}
