package dev.gatehouse.feature.loop;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads and writes long JSON on a worker thread, so that nobody on the event loop waits for it. Each tenant has one such thread, for as
 * long as there is work for it.
 */
public final class LongWork {

  /** So many bytes or characters are read or written in a fraction of a millisecond. */
  public static final int LONG = 128 * 1024;

  private static final String NAME = "gatehouse.long-work";

  private LongWork() {
  }

  /** Does a tenant's work off the event loop; the future completes on the event loop. */
  public static <T> Future<T> run(Vertx vertx, String tenant, Callable<T> work) {
    // Shared by its name: the first brings the thread, and the last to close it takes it along.
    WorkerExecutor thread = vertx.createSharedWorkerExecutor("long-work-" + tenant, 1);
    // Unordered: Vert.x's order is one for all connections of an event loop, and so for all tenants. The single thread keeps order anyway.
    UnderWay underWay = underWay(vertx);
    underWay.count.incrementAndGet();
    return thread.executeBlocking(work, false).onComplete(done -> {
      underWay.count.decrementAndGet();
      thread.close();
    });
  }

  /** Whether nothing is under way on this Vert.x; the host closes its streams only then. */
  public static boolean idle(Vertx vertx) {
    return underWay(vertx).count.get() == 0;
  }

  private static UnderWay underWay(Vertx vertx) {
    return vertx.sharedData().<String, UnderWay>getLocalMap(NAME).computeIfAbsent(NAME, first -> new UnderWay());
  }

  /** How much is under way, kept by its Vert.x: there may be several hosts in this process. */
  private static final class UnderWay implements Shareable {

    private final AtomicInteger count = new AtomicInteger();
  }
}
