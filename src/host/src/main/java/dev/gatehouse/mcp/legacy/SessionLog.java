package dev.gatehouse.mcp.legacy;

import dev.gatehouse.mcp.legacy.SessionStore.StoredEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The log of one session as this host writes and reads it, on one event loop: events keep the order in which they are appended. */
final class SessionLog {

  private final SessionStore store;
  private final Supplier<SessionRecord> session;
  private final Context context;

  /**
   * A log.
   *
   * @param context an event loop's; futures complete there
   */
  SessionLog(SessionStore store, Supplier<SessionRecord> session, Context context) {
    this.store = store;
    this.session = session;
    this.context = context;
  }

  /** Runs a task on the log's event loop, after those that were given before. Thread-safe. */
  void run(Runnable task) {
    context.runOnContext(now -> task.run());
  }

  /** Asks the store on the log's event loop, and completes there. */
  private <T extends @Nullable Object> Future<T> asked(Supplier<Future<T>> question) {
    Promise<T> answer = Promise.promise();
    run(() -> question.get().onComplete(done -> run(() -> answer.handle(done))));
    return answer.future();
  }

  /**
   * Appends an event. Thread-safe.
   *
   * @param data null for the end of the stream
   * @return its position; null when the session has ended
   */
  Future<@Nullable String> append(String stream, long sequence, @Nullable Buffer data) {
    return asked(() -> store.append(session.get(), stream, sequence, data));
  }

  /**
   * Reads events in order, until there are no more, or one is not wanted.
   *
   * @param after the position to begin after
   * @param each takes an event; false when it does not want more
   */
  Future<Void> read(String after, Predicate<StoredEvent> each) {
    return asked(() -> store.read(session.get().id(), after)).compose(events -> {
      for (StoredEvent event : events) {
        if (!each.test(event)) {
          return Future.succeededFuture();
        }
      }
      return events.isEmpty() ? Future.succeededFuture() : read(last(events), each);
    });
  }

  private static String last(List<StoredEvent> events) {
    return events.get(events.size() - 1).position();
  }

  /** Whether a host is running; yes while nobody knows. */
  Future<Boolean> isRunning(int host) {
    return asked(() -> store.isRunning(host)).otherwise(true);
  }
}
