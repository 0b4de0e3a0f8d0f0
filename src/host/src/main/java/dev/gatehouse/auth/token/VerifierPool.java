package dev.gatehouse.auth.token;

import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that verify signatures, and their bounded queue: an event loop would stand still for as long as that takes. */
final class VerifierPool {

  private static final int THREADS = 2;
  private static final int MOST_QUEUED = 256;

  private final WorkerExecutor workers;
  private final AtomicInteger queued = new AtomicInteger();

  VerifierPool(Vertx vertx) {
    this.workers = vertx.createSharedWorkerExecutor("token-verifier-" + System.identityHashCode(this), THREADS);
  }

  /** Runs a check; fails with {@link StoreUnavailableException} when too many wait. */
  <T> Future<T> run(Callable<T> check) {
    if (queued.incrementAndGet() > MOST_QUEUED) {
      queued.decrementAndGet();
      return Future.failedFuture(new StoreUnavailableException("too many tokens wait to be verified", null));
    }
    return workers.executeBlocking(check, false).onComplete(done -> queued.decrementAndGet());
  }

  Future<Void> close() {
    return workers.close();
  }
}
