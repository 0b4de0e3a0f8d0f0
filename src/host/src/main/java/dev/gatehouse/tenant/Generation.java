package dev.gatehouse.tenant;

import dev.gatehouse.feature.Address;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.FeatureVerticle;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import dev.gatehouse.plugin.load.FileVersion;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One deployed version of one plugin of one tenant. It has its own event-bus address until it is ended. */
final class Generation {

  private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

  private final PluginLoad.Started started;
  private final Address address;
  private final FeatureVerticle verticle;
  private final ToolThreads threads;
  private volatile Offer offer = new Offer(List.of(), List.of());
  private @Nullable String deployment;

  /**
   * Creates a generation without a consumer and without features.
   *
   * @param threads its own, gone with it: a pool that outlived it would keep what its tools left in thread locals
   * @param maxResult the longest answer of each thing that it serves, in bytes
   */
  Generation(Address address, PluginLoad.Started started, ToolThreads threads, ToLongFunction<Key> maxResult) {
    this.address = address;
    this.started = started;
    this.threads = threads;
    verticle = new FeatureVerticle(address, List.of(), threads, maxResult);
  }

  /**
   * Begins to listen. Blocks. The verticle is the host's code and runs with the host's class loader; what calls the plugin sets
   * the plugin's. A deployment with that one would give it to every thread that Vert.x happens to start meanwhile, for the thread's
   * life.
   */
  void deploy(Vertx vertx) {
    deployment = vertx.deployVerticle(verticle).await();
  }

  /** Passes its plugin's features to a follower, now and after each change. */
  void follow(Consumer<List<Feature>> follower) {
    started.plugin().follow(follower);
  }

  /** Serves these features from now on. */
  void offer(List<Feature> features, List<Entry> entries) {
    verticle.serve(features);
    offer = new Offer(features, entries);
  }

  /** Resizes the thread pool. */
  void resize(int most) {
    threads.resize(most);
  }

  List<Feature> features() {
    return offer.features();
  }

  /** The folder with the copies of its jars, until it ends. */
  Path copy() {
    return started.copy();
  }

  DesiredPlugin found() {
    return started.found();
  }

  List<FileVersion> jars() {
    return started.jars();
  }

  Address address() {
    return address;
  }

  List<Entry> entries() {
    return offer.entries();
  }

  int running() {
    return verticle.running();
  }

  private record Offer(List<Feature> features, List<Entry> entries) {
  }

  /** Stops listening, stops the plugin and removes its copy. Blocks. */
  void end(Vertx vertx) {
    try {
      if (deployment != null) {
        vertx.undeploy(deployment).await();
      }
    } catch (RuntimeException e) {
      LOG.warn("{} was not undeployed", address, e);
    } finally {
      threads.close();
      started.close();
    }
  }
}
