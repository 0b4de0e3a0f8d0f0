package dev.gatehouse.tenant;

import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.FeatureVerticle;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of a plugin that runs elsewhere. It has its own event-bus address here until it has drained. */
final class RemoteGeneration {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteGeneration.class);
  private static final long POLL_MILLIS = 100;

  private final RemotePlugin plugin;
  private final Address address;
  private final ToolThreads threads;
  private final FeatureVerticle verticle;
  private volatile List<Entry> entries = List.of();
  private @Nullable String deployment;

  /**
   * Creates a generation without a consumer.
   *
   * @param threads for calls that are too long to be written on an event loop
   * @param maxResult the longest answer of each feature, in bytes
   */
  RemoteGeneration(Address address, RemotePlugin plugin, ToolThreads threads, ToLongFunction<Key> maxResult) {
    this.address = address;
    this.plugin = plugin;
    this.threads = threads;
    verticle = new FeatureVerticle(address, plugin.features(), threads, maxResult);
  }

  /** Begins to listen. */
  Future<Void> deploy(Vertx vertx) {
    return vertx.deployVerticle(verticle).onSuccess(id -> deployment = id).mapEmpty();
  }

  /** Resizes the thread pool. */
  void resize(int most) {
    threads.resize(most);
  }

  RemotePlugin plugin() {
    return plugin;
  }

  Address address() {
    return address;
  }

  /** How it stands in the catalogue. */
  List<Entry> entries() {
    return entries;
  }

  /** Stands so in the catalogue from now on. The bounds of results may be others. */
  void offer(List<Entry> next) {
    verticle.serve(plugin.features());
    entries = next;
  }

  /**
   * Ends it once none of its calls runs any more; it is no longer in the catalogue.
   *
   * @param graceMillis how long it listens at least, for calls that were dispatched to it before
   * @param mostMillis how long its calls may take beyond that
   */
  void drain(Vertx vertx, long graceMillis, long mostMillis) {
    vertx.setTimer(Math.max(1, graceMillis), tick -> {
      if (verticle.running() == 0 || mostMillis <= 0) {
        end(vertx);
      } else {
        drain(vertx, POLL_MILLIS, mostMillis - POLL_MILLIS);
      }
    });
  }

  /** Stops listening. */
  Future<Void> end(Vertx vertx) {
    Future<Void> undeployed = deployment == null ? Future.succeededFuture() : vertx.undeploy(deployment);
    return undeployed.onFailure(failure -> LOG.warn("{} was not undeployed", address, failure))
        .eventually(() -> vertx.executeBlocking(() -> {
          threads.close();
          return null;
        }, false));
  }
}
