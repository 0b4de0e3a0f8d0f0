package dev.gatehouse.redis.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets few reads of logs run at once, and one of each session: all that is read comes by connections that everybody's commands share, and
 * a read may be of megabytes. What waits is begun in turn, a session at a time, whoever asks most often. Thread-safe.
 */
final class ReadTurns {

  private static final int AT_ONCE = 4;

  private final Executor loop;
  /** Guarded by this. */
  private final Set<String> reading = new HashSet<>();
  /** What waits by session, the next one first. Guarded by this. */
  private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();

  /**
   * Nothing waits yet.
   *
   * @param loop begins what has waited; not at once, for while Redis is away a read ends at once, and many may wait
   */
  ReadTurns(Executor loop) {
    this.loop = loop;
  }

  /** Reads when it is the session's turn. */
  <T> Future<T> run(String session, Supplier<Future<T>> read) {
    if (begins(session)) {
      return ended(session, read.get());
    }
    Promise<T> answer = Promise.promise();
    if (!waits(session, () -> ended(session, read.get()).onComplete(answer))) {
      return run(session, read);
    }
    return answer.future();
  }

  private <T> Future<T> ended(String session, Future<T> read) {
    return read.onComplete(done -> end(session));
  }

  private synchronized boolean begins(String session) {
    return reading.size() < AT_ONCE && reading.add(session);
  }

  /** False when it may begin by now. */
  private synchronized boolean waits(String session, Runnable read) {
    if (reading.size() < AT_ONCE && !reading.contains(session)) {
      return false;
    }
    waiting.computeIfAbsent(session, first -> new ArrayDeque<>()).add(read);
    return true;
  }

  private void end(String session) {
    Runnable next = next(session);
    if (next != null) {
      loop.execute(next);
    }
  }

  private synchronized @Nullable Runnable next(String ended) {
    reading.remove(ended);
    Deque<Runnable> more = waiting.remove(ended);
    if (more != null) {
      waiting.put(ended, more);
    }
    String session = waiting.keySet().stream().filter(other -> !reading.contains(other)).findFirst().orElse(null);
    Deque<Runnable> its = session == null ? null : waiting.remove(session);
    if (session == null || its == null) {
      return null;
    }
    Runnable read = its.remove();
    if (!its.isEmpty()) {
      waiting.put(session, its);
    }
    reading.add(session);
    return read;
  }
}
