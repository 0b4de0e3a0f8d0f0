package dev.gatehouse.tenant;

import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.bulkhead.HostMemory;
import dev.gatehouse.feature.bulkhead.TenantBulkhead;
import dev.gatehouse.feature.bulkhead.Throttle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenants of an edge, whose plugins run on workers. A tenant exists when the configuration names it or a worker serves it. */
public final class RemoteTenants implements Tenants {

  /** What finds the plugins that run elsewhere. */
  @FunctionalInterface
  public interface Source {

    /** Has these tenants serve what there is, now and after each change. Completed when they serve what is there already. */
    Future<Void> follow(RemoteTenants tenants);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);

  private final Vertx vertx;
  private final CallsConfig calls;
  private final Changes changes;
  private final Source source;
  private final HostMemory memory = HostMemory.ofHeap();
  private final Map<String, RemotePlugins> tenants = new ConcurrentHashMap<>();
  private final AtomicInteger generations = new AtomicInteger();
  private volatile Map<String, TenantConfig> settings;

  /**
   * Knows the tenants that the configuration names.
   *
   * @param vertx where calls are dispatched
   * @param calls how many calls run at once
   * @param settings by tenant
   * @param changes hears of changes of what tenants are served
   * @param source the workers
   */
  public RemoteTenants(Vertx vertx, CallsConfig calls, Map<String, TenantConfig> settings, Changes changes, Source source) {
    this.vertx = vertx;
    this.calls = calls;
    this.settings = Map.copyOf(settings);
    this.changes = changes;
    this.source = source;
    settings.keySet().forEach(this::plugins);
  }

  private RemotePlugins plugins(String name) {
    return tenants.computeIfAbsent(name, first -> {
      TenantConfig config = settings.getOrDefault(name, TenantConfig.defaults());
      TenantBulkhead bulkhead = new TenantBulkhead(config.calls().concurrency(calls), config.calls().queue(calls));
      return new RemotePlugins(new Tenant(name, config, bulkhead, memory.tenant(name), new Throttle(vertx, name, bulkhead)), vertx, calls,
          changes, generations);
    });
  }

  /** Has a tenant serve these plugins from now on, and no others; what they replace is drained. By any thread. */
  public Future<Void> serve(String tenant, Map<String, RemotePlugin> plugins) {
    return begin(tenant, plugins).onSuccess(done -> dismiss());
  }

  private synchronized Future<Void> begin(String tenant, Map<String, RemotePlugin> plugins) {
    return plugins.isEmpty() && !tenants.containsKey(tenant) ? Future.succeededFuture() : plugins(tenant).serve(plugins);
  }

  /** A tenant that the configuration does not name is gone with its last plugin. */
  private synchronized void dismiss() {
    tenants.forEach((name, its) -> {
      if (its.isIdle() && !settings.containsKey(name) && tenants.remove(name, its)) {
        LOG.info("tenant {} is gone", name);
      }
    });
  }

  @Override
  public @Nullable Tenant find(String name) {
    RemotePlugins its = tenants.get(name);
    return its == null ? null : its.tenant();
  }

  @Override
  public Collection<Tenant> all() {
    return new TreeMap<>(tenants).values().stream().map(RemotePlugins::tenant).toList();
  }

  @Override
  public List<PluginFault> faults() {
    return new TreeMap<>(tenants).values().stream().flatMap(its -> its.faults().stream()).toList();
  }

  @Override
  public List<String> loading() {
    return List.of();
  }

  /** The settings of plugins are for the workers, and a tenant without a plugin may get one at any time. */
  @Override
  public List<String> unusedSettings() {
    return List.of();
  }

  @Override
  public Future<Void> load() {
    return source.follow(this);
  }

  @Override
  public void configure(Map<String, TenantConfig> next, Runnable then) {
    settings = Map.copyOf(next);
    next.keySet().forEach(this::plugins);
    tenants.forEach((name, its) -> its.configure(next.getOrDefault(name, TenantConfig.defaults())));
    dismiss();
    then.run();
  }

  @Override
  public Future<Void> close() {
    return Future.join(tenants.values().stream().map(RemotePlugins::close).toList()).mapEmpty();
  }
}
