package dev.gatehouse.mcp.legacy;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Does something for many sessions, some at a time: the connection to the store takes so many commands at once. */
final class Batches {

  private static final int AT_ONCE = 256;

  private Batches() {
  }

  /** Does it for all; the first ones before this returns. */
  static <T> void run(Iterable<T> all, Function<T, Future<?>> action) {
    run(all.iterator(), action);
  }

  private static <T> void run(Iterator<T> rest, Function<T, Future<?>> action) {
    List<Future<?>> batch = new ArrayList<>();
    while (rest.hasNext() && batch.size() < AT_ONCE) {
      batch.add(action.apply(rest.next()));
    }
    if (rest.hasNext()) {
      Future.join(batch).onComplete(done -> run(rest, action));
    }
  }
}
