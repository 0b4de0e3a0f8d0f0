package dev.gatehouse.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A rate limiter for work whose result all who ask for it at the same time can share: it runs once at a time, and begins no sooner than a
 * pause after the last run has ended. Whoever asks during the pause waits for the next run, so that nobody gets a result of before. Nobody
 * can thus keep the host busy by asking. Thread-safe.
 *
 * @param <T> the result
 */
final class SharedWork<T> {

  private final Vertx vertx;
  private final long pauseNanos;
  private final Supplier<Future<T>> work;
  private long rested = System.nanoTime();
  private @Nullable Future<T> next;

  /**
   * Runs this work.
   *
   * @param pauseMillis how long it rests after a run
   */
  SharedWork(Vertx vertx, long pauseMillis, Supplier<Future<T>> work) {
    this.vertx = vertx;
    this.pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
    this.work = work;
  }

  /** The result of the run that is under way, or of the next one. */
  synchronized Future<T> ask() {
    Future<T> shared = next;
    if (shared == null) {
      Promise<T> result = Promise.promise();
      shared = result.future();
      next = shared;
      begin(result);
    }
    return shared;
  }

  private void begin(Promise<T> result) {
    long wait = rested - System.nanoTime();
    if (wait > 0) {
      vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(wait) + 1, due -> run(result));
    } else {
      run(result);
    }
  }

  private void run(Promise<T> result) {
    begun().onComplete(done -> end(done, result));
  }

  private Future<T> begun() {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void end(AsyncResult<T> done, Promise<T> result) {
    synchronized (this) {
      rested = System.nanoTime() + pauseNanos;
      next = null;
    }
    result.handle(done);
  }
}
