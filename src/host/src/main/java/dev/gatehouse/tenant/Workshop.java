package dev.gatehouse.tenant;

import dev.gatehouse.config.CallsConfig;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * What every tenant's lineup needs.
 *
 * @param vertx where tools are deployed
 * @param calls how many calls run at once
 * @param pace the times
 * @param staging where copies of jars go
 * @param places how many plugins may load at the same moment: more than there are processors would only make each of them late
 * @param changes told of every change
 */
record Workshop(Vertx vertx, CallsConfig calls, Pace pace, Staging staging, Semaphore places, Consumer<TenantChange> changes) {

  static Workshop of(Vertx vertx, CallsConfig calls, Pace pace, Consumer<TenantChange> changes) {
    Semaphore places = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));
    return new Workshop(vertx, calls, pace, new Staging(), places, changes);
  }

  /**
   * Begins to load a plugin.
   *
   * @return null when there is no place just now
   */
  Load begin(Found found, String tenant, Map<String, Object> config) {
    if (!places.tryAcquire()) {
      return null;
    }
    return Load.begin(found, pace.start(), staging, tenant, config, places::release);
  }
}
