package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.TaskThreads;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Serves the tools, prompts, resources and completions of one plugin of one tenant at one {@link Address}. The host owns it; the
 * plugin supplies what runs.
 *
 * <p>It has a consumer at its address, and one on each event loop from which a call has come: the calls of that loop stay on it. Most
 * plugins of a host with many tenants are not called from all loops, and a consumer takes about a kilobyte.
 */
public final class FeatureVerticle extends VerticleBase {

  private final Address address;
  private final ToLongFunction<Key> maxResult;
  private final TaskThreads threads;
  private volatile Map<Key, Served> served = Map.of();
  private final AtomicInteger running = new AtomicInteger();
  /** By event loop. Guarded by itself. */
  private final Map<EventLoop, Listener> listeners = new HashMap<>();
  private @Nullable MessageConsumer<Delivery> consumer;
  private boolean stopped;

  /**
   * Serves a plugin.
   *
   * @param address where
   * @param features what
   * @param threads where what blocks runs
   * @param maxResult the longest answer of each, in bytes, by its key
   */
  public FeatureVerticle(Address address, List<Feature> features, TaskThreads threads, ToLongFunction<Key> maxResult) {
    this.address = address;
    this.threads = threads;
    this.maxResult = maxResult;
    serve(features);
  }

  /** Replaces the features; running calls go on. */
  public void serve(List<Feature> features) {
    Map<Key, Served> next = new HashMap<>();
    features.forEach(feature -> next.put(feature.key(), served(feature)));
    served = next;
  }

  private Served served(Feature feature) {
    Served before = served.get(feature.key());
    OnLoop onLoop = before != null && before.body() == feature.body() ? before.onLoop()
        : new OnLoop(address, feature.key(), feature.blocking(), feature.body().isHostCode());
    return new Served(address, feature.body(), maxResult.applyAsLong(feature.key()), onLoop, running);
  }

  @Override
  public Future<?> start() {
    consumer = vertx.eventBus().localConsumer(address.toString(), this::receiveFirst);
    return consumer.completion();
  }

  /** The number of running calls: those whose bodies have not ended, whether or not a caller still waits. */
  public int running() {
    return running.get();
  }

  private void receiveFirst(Message<Delivery> message) {
    Delivery delivery = message.body();
    delivery.loop().execute(() -> {
      Listener listener = listenOn(delivery.loop());
      if (listener == null) {
        delivery.lose(address);
      } else {
        listener.intake().receive(delivery);
      }
    });
  }

  /** In the loop's own context: a consumer passes its calls on in the context that registers it. Null after the stop. */
  private @Nullable Listener listenOn(EventLoop loop) {
    synchronized (listeners) {
      return stopped ? null : listeners.computeIfAbsent(loop, first -> {
        Intake intake = new Intake(loop, key -> served.get(key), threads);
        return new Listener(intake, vertx.eventBus().<Delivery>localConsumer(address.on(loop.index()),
            message -> intake.receive(message.body())));
      });
    }
  }

  /** What listens on one event loop. */
  private record Listener(Intake intake, MessageConsumer<?> consumer) {
  }

  @Override
  public Future<?> stop() {
    List<MessageConsumer<?>> all = new ArrayList<>();
    synchronized (listeners) {
      stopped = true;
      listeners.values().forEach(listener -> all.add(listener.consumer()));
    }
    if (consumer != null) {
      all.add(consumer);
    }
    return Future.join(all.stream().map(MessageConsumer::unregister).toList()).andThen(gone -> loseUnreceived());
  }

  /** Ends calls that were sent, and had not been received when the consumers went: they would wait for their deadline. */
  private void loseUnreceived() {
    EventLoops.of(vertx).all().forEach(loop -> loop.execute(() -> loop.wheel().forEach(timeout -> {
      if (timeout instanceof Delivery delivery) {
        delivery.lose(address);
      }
    })));
  }
}
