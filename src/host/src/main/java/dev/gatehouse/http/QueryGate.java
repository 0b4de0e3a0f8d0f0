package dev.gatehouse.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs queries one after another, so that operators who look cannot slow down callers. Some wait; more are refused. Thread-safe. */
final class QueryGate {

  private static final int MOST_WAITING = 64;

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * Runs a query when it is its turn.
   *
   * @return its result; fails with {@link RejectedExecutionException} when too many wait
   */
  <T> Future<T> run(Supplier<Future<T>> query) {
    Promise<T> result = Promise.promise();
    Runnable turn = () -> ask(query).onComplete(result).onComplete(done -> next());
    synchronized (this) {
      if (busy && waiting.size() >= MOST_WAITING) {
        return Future.failedFuture(new RejectedExecutionException("too many queries of this kind wait"));
      }
      if (busy) {
        waiting.add(turn);
        return result.future();
      }
      busy = true;
    }
    turn.run();
    return result.future();
  }

  private static <T> Future<T> ask(Supplier<Future<T>> query) {
    try {
      return query.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void next() {
    Runnable turn = take();
    if (turn != null) {
      turn.run();
    }
  }

  private synchronized @Nullable Runnable take() {
    Runnable turn = waiting.poll();
    busy = turn != null;
    return turn;
  }
}
