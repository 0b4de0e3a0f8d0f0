package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/**
 * Reads and writes what is so long that everybody on the event loop would wait for it: on a thread of its tenant's, one after the other,
 * which is gone with the last of them.
 */
final class LongWork {

  /** So many bytes or characters are read or written in a fraction of a millisecond. */
  static final int LONG = 128 * 1024;

  private LongWork() {
  }

  /** Does it off the event loop; what comes of it is back on that. */
  static <T> Future<T> run(RoutingContext rc, Callable<T> work) {
    return run(rc.vertx(), rc.<Principal>get(Principal.KEY).tenant(), work);
  }

  static <T> Future<T> run(Vertx vertx, String tenant, Callable<T> work) {
    // Shared by its name: the first brings the thread, and the last to close it takes it along.
    WorkerExecutor thread = vertx.createSharedWorkerExecutor("long-work-" + tenant, 1);
    // Not in Vert.x's order, which is one for all connections of an event loop, and so for all tenants; the one thread keeps its own.
    return thread.executeBlocking(work, false).onComplete(done -> thread.close());
  }
}
