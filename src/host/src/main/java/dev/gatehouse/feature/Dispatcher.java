package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.EventLoops;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dispatches calls: through the bulkheads to the plugin's event-bus address, with a deadline for the reply. */
public final class Dispatcher {

  private final Vertx vertx;
  private final EventLoops loops;

  /** The charge for a call: taken once the call has a place or is queued, refunded when it did not run. */
  @FunctionalInterface
  public interface Charge {

    /** No charge. */
    Charge NONE = Future::succeededFuture;

    /** Takes the charge. If this fails, the call fails with it. */
    Future<Void> take();

    /** Refunds the charge; does nothing if it was not taken. */
    default Future<Void> giveBack() {
      return Future.succeededFuture();
    }

    /** A charge that is taken and given back by these. */
    static Charge of(Supplier<Future<Void>> take, Supplier<Future<Void>> giveBack) {
      return new Charge() {
        @Override
        public Future<Void> take() {
          return take.get();
        }

        @Override
        public Future<Void> giveBack() {
          return giveBack.get();
        }
      };
    }
  }

  /** Sends on this instance's event bus. */
  public Dispatcher(Vertx vertx) {
    this.vertx = vertx;
    loops = EventLoops.of(vertx);
  }

  /**
   * Calls a feature.
   *
   * @param entry the feature
   * @param current looks the feature up again. Data goes one way through a call, with this one exception: the version that was picked may
   *     have been unloaded since then, and the one that has replaced it answers
   * @param call the call
   * @param charge what it costs to run
   * @return the answer; of a tool an {@code isError} one when it failed or did not answer by the deadline, where others fail with
   *     {@link DeclinedException} or {@link FaultException}. Fails with {@link BusyException} when a bulkhead and its queue are full,
   *     {@link InputRequiredException} when the client must answer first, and {@link MissingCapabilityException} when it cannot
   */
  public <R extends Result> Future<R> call(Entry entry, Supplier<@Nullable Entry> current, Call call, Charge charge) {
    EventLoop loop = loops.current();
    if (loop == null) {
      return elsewhere(() -> call(entry, current, call, charge));
    }
    try {
      return new Dispatch<R>(vertx.eventBus(), loop, entry, current, call, charge).begin();
    } catch (BusyException e) {
      return Future.failedFuture(e);
    }
  }

  /** A call that does not come from an event loop is dispatched on any of them, and answered in the caller's context. */
  private <R> Future<R> elsewhere(Supplier<Future<R>> dispatch) {
    Context caller = vertx.getOrCreateContext();
    Promise<R> promise = Promise.promise();
    loops.any().onComplete(any -> {
      if (any.failed()) {
        promise.fail(any.cause());
      } else {
        any.result().execute(() -> dispatch.get().onComplete(done -> caller.runOnContext(now -> promise.handle(done))));
      }
    });
    return promise.future();
  }
}
