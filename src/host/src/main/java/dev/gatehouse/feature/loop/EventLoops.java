package dev.gatehouse.feature.loop;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.shareddata.Shareable;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The event loops of a Vert.x instance, found by the thread of each. Kept by its Vert.x, since a process may hold several hosts.
 */
public final class EventLoops implements Shareable {

  private static final String NAME = "gatehouse.event-loops";

  private final Map<Thread, EventLoop> loops = new ConcurrentHashMap<>();
  private volatile Future<EventLoop> any = Future.failedFuture("the event loops have not been asked yet");

  private EventLoops() {
  }

  /** Those of this Vert.x. The first call starts to look for them, and does not wait. */
  public static EventLoops of(Vertx vertx) {
    return vertx.sharedData().<String, EventLoops>getLocalMap(NAME).computeIfAbsent(NAME, first -> new EventLoops().find(vertx));
  }

  /** Vert.x gives verticles its event loops in turn; there may be fewer loops than instances. */
  private EventLoops find(Vertx vertx) {
    any = vertx.deployVerticle(Home::new, new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE))
        .map(deployed -> loops.values().iterator().next());
    return this;
  }

  /** The event loop that the calling thread is; null when it is none, or has not been found yet. */
  public @Nullable EventLoop current() {
    return loops.get(Thread.currentThread());
  }

  /** Any of them, for what is called elsewhere. */
  public Future<EventLoop> any() {
    return any;
  }

  /** All that have been found. */
  public Collection<EventLoop> all() {
    return loops.values();
  }

  /** A verticle that does nothing but live on an event loop. */
  private final class Home extends AbstractVerticle {

    @Override
    public void start() {
      synchronized (loops) {
        loops.computeIfAbsent(Thread.currentThread(), thread -> new EventLoop(loops.size(), context));
      }
    }
  }
}
