package dev.gatehouse.redis.link;

import dev.gatehouse.redis.link.RedisConnector.Held;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The unanswered commands of one connection, oldest first, with one timer for the oldest instead of one for each. Confined to the event
 * loop of the connection.
 */
final class SentCommands {

  /** A command that was sent. */
  static final class Sent {

    private final Held on;
    private final Request request;
    private final @Nullable String purpose;
    private final Promise<Response> promise = Promise.promise();
    private final long nanos = System.nanoTime();
    private boolean ended;

    Sent(Held on, Request request, @Nullable String purpose) {
      this.on = on;
      this.request = request;
      this.purpose = purpose;
    }

    Held on() {
      return on;
    }

    Request request() {
      return request;
    }

    @Nullable
    String purpose() {
      return purpose;
    }

    /** When it was sent, by {@link System#nanoTime}. */
    long nanos() {
      return nanos;
    }

    /** What becomes of it; an answer after its timeout is ignored. */
    Promise<Response> promise() {
      return promise;
    }
  }

  private final Context context;
  private final long timeoutNanos;
  private final Consumer<Sent> late;
  private final Deque<Sent> unanswered = new ArrayDeque<>();
  private boolean timed;

  /**
   * None yet.
   *
   * @param context of the connection, which the timer belongs to
   * @param timeoutMillis after which a command is late
   * @param late takes a command when it is late, once
   */
  SentCommands(Context context, long timeoutMillis, Consumer<Sent> late) {
    this.context = context;
    this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    this.late = late;
  }

  /** Watches a command. */
  void add(Sent command) {
    unanswered.addLast(command);
    if (!timed) {
      time(timeoutNanos);
    }
  }

  /** Forgets a command that was answered. */
  void end(Sent command) {
    command.ended = true;
    while (!unanswered.isEmpty() && unanswered.getFirst().ended) {
      unanswered.removeFirst();
    }
  }

  /** On the connection's own context: a timer of the caller's would end with the caller's verticle. */
  private void time(long nanos) {
    timed = true;
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    context.runOnContext(v -> context.owner().setTimer(millis, id -> check()));
  }

  private void check() {
    timed = false;
    long now = System.nanoTime();
    while (!unanswered.isEmpty() && now - unanswered.getFirst().nanos >= timeoutNanos) {
      Sent oldest = unanswered.getFirst();
      end(oldest);
      late.accept(oldest);
    }
    if (!unanswered.isEmpty() && !timed) {
      time(unanswered.getFirst().nanos + timeoutNanos - now);
    }
  }
}
