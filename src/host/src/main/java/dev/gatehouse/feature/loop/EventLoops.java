package dev.gatehouse.feature.loop;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.shareddata.Shareable;
import java.util.Arrays;
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
  private volatile EventLoop[] numbered = {};
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

  /**
   * The event loop for a number, for what must stay on one: its own for the number of a loop, any for another. Null while none has been
   * found.
   */
  public @Nullable EventLoop at(long number) {
    EventLoop[] known = numbered;
    return known.length == 0 ? null : known[Math.floorMod(number, known.length)];
  }

  /** All that have been found. */
  public Collection<EventLoop> all() {
    return loops.values();
  }

  private void add(EventLoop loop) {
    loops.put(Thread.currentThread(), loop);
    EventLoop[] more = Arrays.copyOf(numbered, loop.index() + 1);
    more[loop.index()] = loop;
    numbered = more;
  }

  /** A verticle that does nothing but live on an event loop. */
  private final class Home extends AbstractVerticle {

    @Override
    public void start() {
      synchronized (loops) {
        if (!loops.containsKey(Thread.currentThread())) {
          add(new EventLoop(loops.size(), context));
        }
      }
    }
  }
}
