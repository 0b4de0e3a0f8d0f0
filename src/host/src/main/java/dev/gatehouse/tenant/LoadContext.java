package dev.gatehouse.tenant;

import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.PluginsConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.bulkhead.HostMemory;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * What every tenant's lineup needs.
 *
 * @param vertx where plugins are deployed
 * @param calls how many calls run at once
 * @param pace the times
 * @param staging where copies of jars go
 * @param lastGood copies of plugins that outlive the process
 * @param places how many plugins may load at the same moment: more than there are processors would only make each of them late
 * @param memory the host's byte budget
 * @param changes hears of every change of what tenants are served
 */
record LoadContext(Vertx vertx, CallsConfig calls, LifecycleTimes pace, Staging staging, LastGoodStore lastGood, Semaphore places,
    HostMemory memory,
    Changes changes) {

  static LoadContext of(Vertx vertx, PluginsConfig plugins, CallsConfig calls, LifecycleTimes pace, Changes changes) {
    Semaphore places = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));
    return new LoadContext(vertx, calls, pace, new Staging(Path.of(System.getProperty("java.io.tmpdir"))),
        new LastGoodStore(plugins.dir(), plugins.copiesOrDefault()), places, HostMemory.ofHeap(), changes);
  }
}
