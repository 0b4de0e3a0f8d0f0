package dev.gatehouse.tenant;

import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.PluginsConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.bulkhead.HostMemory;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.event.Level;

/**
 * The dependencies that all tenants share to load and serve plugins.
 *
 * @param vertx where plugins are deployed
 * @param calls how many calls run at once
 * @param times how long each step of a plugin's life may take
 * @param staging private copies of the jars that run
 * @param lastGood copies of the last known good versions, which outlive the process
 * @param places how many plugins may load at the same moment: more than there are processors would only make each of them late
 * @param memory the host's byte budget
 * @param changes hears of every change of what tenants are served
 * @param faults the level at which the log names plugins that are not served
 * @param listener hears what a plugin could not be loaded for
 * @param wake called when a load has ended, to have the next one begin
 */
record LoadContext(Vertx vertx, CallsConfig calls, LifecycleTimes times, Staging staging, LastGoodStore lastGood, Semaphore places,
    HostMemory memory, Changes changes, Level faults, PluginListener listener, Runnable wake) {

  /** The context of a serving host. */
  static LoadContext ofHost(Vertx vertx, PluginsConfig plugins, CallsConfig calls, LifecycleTimes times, Changes changes,
      PluginListener listener, Runnable wake) {
    return of(vertx, plugins, calls, times, changes, Level.ERROR, listener, wake);
  }

  /** The context of a check, which neither stores nor uses last known good copies. */
  static LoadContext ofCheck(Vertx vertx, PluginsConfig plugins, CallsConfig calls, Duration longestCall, Level faults,
      Runnable wake) {
    LoadContext context = of(vertx, plugins, calls, LifecycleTimes.usual(longestCall), Changes.NONE, faults, PluginListener.LOG, wake);
    context.lastGood().off();
    return context;
  }

  private static LoadContext of(Vertx vertx, PluginsConfig plugins, CallsConfig calls, LifecycleTimes times, Changes changes,
      Level faults, PluginListener listener, Runnable wake) {
    return new LoadContext(vertx, calls, times, new Staging(Path.of(System.getProperty("java.io.tmpdir"))),
        new LastGoodStore(plugins.dir(), plugins.copiesOrDefault()),
        new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors())), HostMemory.ofHeap(), changes, faults, listener, wake);
  }
}
