package dev.gatehouse.tenant;

import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.PluginsConfig;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.feature.Changes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants of a process that runs their plugins itself. A tenant exists when it has a folder below {@code plugins.dir} or the
 * configuration names it; the configuration only adds settings. The folder is watched while the host runs, unless {@code plugins.reload}
 * is false.
 */
public final class FolderTenants implements Tenants {

  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);
  private static final long BUSY_NANOS = 20_000_000;
  private static final long TOUCH_MILLIS = TimeUnit.HOURS.toMillis(6);

  private final Vertx vertx;
  private final PluginsConfig plugins;
  private final LifecycleTimes times;
  private final PluginListener listener;
  private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();
  private final FolderWatch watch;
  private final Thread thread = new Thread(this::follow, "plugins");
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final AtomicReference<Next> next = new AtomicReference<>();
  private volatile List<PluginFault> faults = List.of();
  private volatile List<String> loading = List.of();
  private volatile List<String> unusedSettings = List.of();
  private final FolderEvents events = new FolderEvents(this::changed);
  /** Whether the file system has told of a change since the last look. */
  private volatile boolean told;
  /** When the folder was last looked at, by {@link System#nanoTime}; null for never. Used by the thread, as the next is. */
  private @Nullable Long looked;
  private boolean restless;
  private volatile boolean closed;

  /**
   * Knows nothing until {@link #load}.
   *
   * @param vertx where the tools are deployed
   * @param plugins where the plugins are
   * @param calls how many calls run at once
   * @param settings by tenant
   * @param changes hears of changes of what tenants are served
   */
  public FolderTenants(Vertx vertx, PluginsConfig plugins, CallsConfig calls, Map<String, TenantConfig> settings, Changes changes) {
    this(vertx, plugins, calls, settings, changes, PluginListener.LOG);
  }

  /**
   * The same with a listener.
   *
   * @param listener hears what is wrong with plugins, and which settings are unused
   */
  public FolderTenants(Vertx vertx, PluginsConfig plugins, CallsConfig calls, Map<String, TenantConfig> settings, Changes changes,
      PluginListener listener) {
    this(vertx, plugins, calls, settings, changes, listener, LifecycleTimes.usual(calls.longest(settings.values())));
  }

  FolderTenants(Vertx vertx, PluginsConfig plugins, CallsConfig calls, Map<String, TenantConfig> settings, Changes changes,
      LifecycleTimes times) {
    this(vertx, plugins, calls, settings, changes, PluginListener.LOG, times);
  }

  private FolderTenants(Vertx vertx, PluginsConfig plugins, CallsConfig calls, Map<String, TenantConfig> settings, Changes changes,
      PluginListener listener, LifecycleTimes times) {
    this.vertx = vertx;
    this.plugins = plugins;
    this.times = times;
    this.listener = listener;
    watch =
        new FolderWatch(plugins.dir(),
            LoadContext.ofHost(vertx, plugins, calls, times, changes, listener, () -> LockSupport.unpark(thread)),
            tenants, name -> true);
    next.set(new Next(Map.copyOf(settings), () -> {}));
    thread.setDaemon(true);
  }

  /**
   * The names of the tenants that have a folder at this moment, and of those that the configuration names, without loading anything.
   *
   * @param named by the configuration
   */
  public static Set<String> names(PluginsConfig plugins, Collection<String> named) {
    Set<String> names = new TreeSet<>(named);
    names.addAll(PluginFolder.scan(plugins.dir()).tenants());
    return names;
  }

  @Override
  public @Nullable Tenant find(String name) {
    return tenants.get(name);
  }

  @Override
  public Collection<Tenant> all() {
    return Collections.unmodifiableCollection(new TreeMap<>(tenants).values());
  }

  @Override
  public List<PluginFault> faults() {
    return faults;
  }

  @Override
  public List<String> loading() {
    return loading;
  }

  @Override
  public List<String> unusedSettings() {
    return unusedSettings;
  }

  @Override
  public Future<Void> load() {
    thread.start();
    vertx.setPeriodic(TOUCH_MILLIS, tick -> vertx.executeBlocking(watch::touch));
    return Future.fromCompletionStage(loaded, vertx.getOrCreateContext());
  }

  @Override
  public void configure(Map<String, TenantConfig> settings, Runnable then) {
    next.set(new Next(Map.copyOf(settings), then));
    LockSupport.unpark(thread);
  }

  private record Next(Map<String, TenantConfig> settings, Runnable then) {
  }

  /** The file system has told of a change. */
  private void changed() {
    told = true;
    LockSupport.unpark(thread);
  }

  private void follow() {
    if (plugins.reload()) {
      events.start();
    }
    boolean busy = true;
    while (!closed) {
      try {
        if (nanosToLook() <= 0) {
          look();
        }
        reconfigure();
        busy = advance();
      } catch (RuntimeException | Error e) {
        // Errors too: a thread that ended would leave the folder unfollowed for good, and nobody would hear of it.
        LOG.error("the plugin folder could not be followed; trying again", e);
        pause(times.look().toNanos());
      }
      if (!busy) {
        loaded.complete(null);
      }
      rest(busy);
    }
    events.close();
  }

  private void reconfigure() {
    Next now = next.getAndSet(null);
    if (now != null) {
      watch.configure(now.settings());
      now.then().run();
      unusedSettings = watch.unusedSettings();
      unusedSettings.forEach(listener::unused);
    }
  }

  private void rest(boolean busy) {
    long toLook = nanosToLook();
    if (busy) {
      pause(BUSY_NANOS);
    } else if (watch.waiting()) {
      pause(Math.min(toLook, times.look().toNanos()));
    } else if (toLook < Long.MAX_VALUE) {
      pause(toLook);
    } else {
      LockSupport.park(this);
    }
  }

  /** Until the next look at the folder: soon while it changes, or where the system does not tell of changes. */
  private long nanosToLook() {
    if (looked == null) {
      return 0;
    }
    Duration interval = told || restless ? times.look() : times.seldom();
    return plugins.reload() ? looked + interval.toNanos() - System.nanoTime() : Long.MAX_VALUE;
  }

  private void look() {
    told = false;
    looked = System.nanoTime();
    restless = true;
    boolean changed = watch.look();
    boolean more = (changed || !events.isComplete()) && events.follow(watch.folders());
    restless = changed || more || watch.isLinked() || !events.isComplete();
    if (changed) {
      unusedSettings = watch.unusedSettings();
    }
  }

  private boolean advance() {
    boolean busy = watch.go();
    faults = watch.faults();
    loading = watch.loading();
    return busy;
  }

  private static void pause(long nanos) {
    LockSupport.parkNanos(Math.max(1, nanos));
  }

  @Override
  public Future<Void> close() {
    closed = true;
    LockSupport.unpark(thread);
    return vertx.executeBlocking(() -> {
      thread.join();
      loaded.complete(null);
      watch.close();
      return null;
    });
  }
}
