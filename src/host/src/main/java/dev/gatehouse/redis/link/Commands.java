package dev.gatehouse.redis.link;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.redis.link.PipelinedConnection.Listener;
import dev.gatehouse.redis.link.RedisConnector.Held;
import dev.gatehouse.redis.link.SentCommands.Sent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Sends the commands of one event loop, each with a timeout, and turns failures into {@link StoreUnavailableException}. */
final class Commands {

  private final String address;
  private final long timeoutMillis;
  private final Listener listener;
  private final BiConsumer<Held, String> giveUp;
  private final SentCommands unanswered;
  private final Thread loop = Thread.currentThread();

  /**
   * The commands of the calling event loop.
   *
   * @param giveUp takes a connection that is of no more use, and why
   */
  Commands(Context context, String address, long timeoutMillis, Listener listener, BiConsumer<Held, String> giveUp) {
    this.address = address;
    this.timeoutMillis = timeoutMillis;
    this.listener = listener;
    this.giveUp = giveUp;
    this.unanswered = new SentCommands(context, timeoutMillis, this::late);
  }

  /** Whether the calling thread is their event loop. */
  boolean areMine() {
    return Thread.currentThread() == loop;
  }

  /**
   * Sends a command.
   *
   * @param on the connection; null when there is none, and the command fails at once
   */
  Future<Response> send(@Nullable Held on, Request request, @Nullable String purpose) {
    if (on == null) {
      return Future.failedFuture(unavailable("is not connected", request, null));
    }
    Sent command = new Sent(on, request, purpose);
    Future<Response> reply = on.connection().send(request);
    if (!reply.isComplete()) {
      unanswered.add(command);
    }
    reply.onComplete((answer, cause) -> answered(command, answer, cause));
    return command.promise().future();
  }

  private void answered(Sent command, @Nullable Response answer, @Nullable Throwable cause) {
    unanswered.end(command);
    if (command.promise().future().isComplete()) {
      return;
    }
    listener.took(System.nanoTime() - command.nanos());
    if (cause == null) {
      command.promise().tryComplete(answer);
    } else {
      command.promise().tryFail(failure(command, cause));
    }
  }

  private StoreUnavailableException failure(Sent command, Throwable cause) {
    StoreUnavailableException failure = unavailable("failed, " + cause.getMessage() + ',', command.request(), cause);
    if (RedisErrors.answer(cause) != null) {
      refused(command, failure);
    } else if (!command.on().connection().pendingQueueFull()) {
      giveUp.accept(command.on(), OpenFailure.reason(cause));
    }
    return failure;
  }

  private void refused(Sent command, StoreUnavailableException error) {
    listener.refused(command.request(), command.purpose(), error);
    if (listener.isOfWrongServer(error)) {
      giveUp.accept(command.on(), RedisErrors.text(error));
      listener.unfit();
    }
  }

  /** A half-open connection looks just like this and would stay so for minutes; a slow Redis loses nothing by it. */
  private void late(Sent command) {
    listener.took(System.nanoTime() - command.nanos());
    giveUp.accept(command.on(), "no answer for " + timeoutMillis + " ms");
    command.promise().tryFail(unavailable("did not answer within " + timeoutMillis + " ms", command.request(), null));
  }

  private StoreUnavailableException unavailable(String what, Request request, @Nullable Throwable cause) {
    return new StoreUnavailableException("Redis at " + address + ' ' + what + " when asked: " + request.command(), cause);
  }
}
