package dev.gatehouse.feature;

import dev.gatehouse.feature.CallCancellation.Stage;
import dev.gatehouse.feature.bulkhead.Breaker;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.bulkhead.Place;
import dev.gatehouse.spi.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dispatches calls: through the bulkheads to the plugin's event-bus address, with a deadline for the reply. */
public final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Vertx vertx;

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
    Place place;
    try {
      place = Place.take(vertx, entry.bulkhead(), call.subject(), call.cancellation());
    } catch (BusyException e) {
      return Future.failedFuture(e);
    }
    // Asked last: a half-open breaker lets one trial call through, and that call must be able to run.
    Breaker.Pass pass = entry.bulkhead().breaker().ask();
    if (pass == Breaker.Pass.NONE) {
      place.giveBack();
      return busy(call.subject() + " failed " + Breaker.FAILURES + " times in a row and rests for some seconds");
    }
    return paid(charge)
        .compose(paid -> place.admitted())
        .compose(in -> reserved(entry, call))
        .compose(in -> run(entry, current, pass, place.waited() ? call.until(new Deadline(Instant.now().plus(entry.timeout()))) : call))
        .onComplete(done -> {
          entry.bulkhead().answered(call.client().memory().unreserve());
          place.giveBack();
        })
        .compose(Dispatcher::result, failure -> unspent(entry, pass, charge, failure));
  }

  /** Ends a call that was not charged or timed out in the queue; it has not run. */
  private static <R> Future<R> unspent(Entry entry, Breaker.Pass pass, Charge charge, Throwable failure) {
    notRun(entry, pass);
    return failure instanceof BusyException
        ? charge.giveBack().transform(given -> Future.failedFuture(failure))
        : Future.failedFuture(failure);
  }

  /** The circuit breaker neither counts a call that did not run nor closes by it; another call may be the trial. */
  private static void notRun(Entry entry, Breaker.Pass pass) {
    if (pass == Breaker.Pass.TRIAL) {
      entry.bulkhead().breaker().untried();
    }
  }

  private Future<Outcome> run(Entry entry, Supplier<@Nullable Entry> current, Breaker.Pass pass, Call call) {
    return send(entry, pass, call)
        .recover(failure -> again(entry, current, pass, call, failure))
        .recover(failure -> explain(entry, pass, call, failure));
  }

  /** Takes the charge; the place is released also when it fails. */
  private static Future<Void> paid(Charge charge) {
    try {
      return charge.take();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Reserves memory for the answer: a call whose answer will probably not fit does not run. */
  private static Future<Void> reserved(Entry entry, Call call) {
    MemoryLease memory = call.client().memory();
    return memory.tryReserve(entry.bulkhead().expectedAnswer())
        ? Future.succeededFuture()
        : busy("the requests and answers that this tenant has open fill its share of this host's memory ("
            + memory.budget().most() + " bytes)");
  }

  private static <T> Future<T> busy(String what) {
    return Future.failedFuture(new BusyException(what));
  }

  private Future<Outcome> send(Entry entry, Breaker.Pass pass, Call call) {
    long timeoutMillis = Math.max(1, call.deadline().remaining().toMillis());
    return vertx.eventBus()
        .<Outcome>request(entry.address().toString(), call, LocalCodec.options().setSendTimeout(timeoutMillis))
        .map(reply -> noted(entry, pass, call, reply));
  }

  private static Outcome noted(Entry entry, Breaker.Pass pass, Call call, Message<Outcome> reply) {
    if (reply.headers().contains(FeatureVerticle.NOT_RUN)) {
      notRun(entry, pass);
    } else if (!reply.headers().contains(FeatureVerticle.FAULT)) {
      entry.bulkhead().breaker().succeeded();
    } else if (!call.cancellation().isCancelled()) {
      entry.bulkhead().breaker().failed();
    }
    return reply.body();
  }

  /** Retries once when no consumer is registered, which is safe, since nothing ran. */
  private Future<Outcome> again(Entry entry, Supplier<@Nullable Entry> current, Breaker.Pass pass, Call call,
      Throwable failure) {
    boolean gone = failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    @Nullable
    Entry fresh = gone ? current.get() : null;
    // Permission may have been decided on what the old version declared.
    return fresh == null || fresh.address().equals(entry.address()) || fresh.isReadOnly() != entry.isReadOnly()
        ? Future.failedFuture(failure)
        : send(fresh, pass, call);
  }

  /** A key's function answers in the kind of its call. */
  @SuppressWarnings("unchecked")
  private static <R extends Result> Future<R> result(Outcome outcome) {
    return outcome instanceof Outcome.Ended ended ? Future.failedFuture(ended.with()) : Future.succeededFuture((R) outcome);
  }

  private Future<Outcome> explain(Entry entry, Breaker.Pass pass, Call call, Throwable failure) {
    if (!(failure instanceof ReplyException reply)) {
      return Future.failedFuture(failure);
    }
    if (reply.failureType() == ReplyFailure.TIMEOUT) {
      return Future.succeededFuture(late(entry, pass, call));
    }
    if (reply.failureCode() == FeatureVerticle.NO_THREAD) {
      return busy("no thread is free for " + call.subject());
    }
    LOG.warn("{}, called {}, could not be reached: {}", call.subject(), call.cancellation().origin(), reply.getMessage());
    call.cancellation().failed(CallFault.UNREACHABLE);
    return Future.succeededFuture(call.failed(call.sentence() + " cannot be reached now. Try again shortly."));
  }

  /** Ends a call that timed out. It counts for the circuit breaker only if the feature had begun to run. */
  private static Outcome late(Entry entry, Breaker.Pass pass, Call call) {
    Stage stage = call.cancellation().stage();
    call.cancellation().failed(CallFault.TIMEOUT);
    call.cancellation().expire();
    LOG.warn("{} of {} did not answer in time, called {}", call.subject(), entry.address(), call.cancellation().origin());
    if (stage == Stage.RUNNING) {
      entry.bulkhead().breaker().failed();
    } else {
      notRun(entry, pass);
    }
    return stage == Stage.CHECKING
        ? call.invalid("The arguments of " + call.subject() + " are not valid: they could not be checked in time.")
        : call.failed(call.sentence() + " did not answer in time and was stopped.");
  }
}
