package dev.gatehouse.feature;

import dev.gatehouse.feature.CallCancellation.Stage;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.bulkhead.Breaker;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.bulkhead.Place;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.trace.CallTrace.Step;
import dev.gatehouse.spi.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dispatch of one call: takes its place, its charge and its memory, sends it, and gives back what it took. One object for each call,
 * and no future where there is nothing to wait for.
 */
final class Dispatch<R extends Result> extends Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final EventBus bus;
  private final Entry entry;
  private final Supplier<@Nullable Entry> current;
  private final Charge charge;
  private final Place place;
  private final Promise<R> promise = Promise.promise();
  private Breaker.Pass pass = Breaker.Pass.NONE;
  private boolean resent;

  /**
   * A call that takes its place.
   *
   * @throws BusyException when there is none, and no room to wait for one
   */
  Dispatch(EventBus bus, EventLoop loop, Entry entry, Supplier<@Nullable Entry> current, Call call, Charge charge) {
    super(call, loop);
    this.bus = bus;
    this.entry = entry;
    this.current = current;
    this.charge = charge;
    place = Place.take(loop, entry.bulkhead(), call, call.cancellation());
  }

  Future<R> begin() {
    // Asked last: a half-open breaker lets one trial call through, and that call must be able to run.
    pass = entry.bulkhead().breaker().ask();
    if (pass == Breaker.Pass.NONE) {
      place.giveBack();
      return Future.failedFuture(
          new BusyException(call().subject() + " failed " + Breaker.FAILURES + " times in a row, and its circuit breaker is open",
              entry.bulkhead().breaker().restSeconds()));
    }
    if (charge != Charge.NONE) {
      call().trace().reach(Step.LIMITS);
    }
    after(paid(), this::awaitPlace);
    return promise.future();
  }

  /** Waits for the place, if it is not there yet. */
  private void awaitPlace() {
    if (place.waited()) {
      call().trace().reach(Step.QUEUE);
    }
    after(place.admitted(), this::run);
  }

  /** Takes the charge; the place is released also when it fails. */
  private Future<Void> paid() {
    try {
      return charge.take();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Goes on at once where there is nothing to wait for. */
  private void after(Future<Void> step, Runnable then) {
    if (step.succeeded() && loop().isCurrent()) {
      then.run();
    } else {
      step.onComplete(done -> onCallersLoop(() -> {
        if (done.succeeded()) {
          then.run();
        } else {
          fail(done.cause());
        }
      }));
    }
  }

  /** What completes elsewhere, such as a reply on another loop's connection to Redis, goes on where the call is. */
  private void onCallersLoop(Runnable task) {
    if (loop().isCurrent()) {
      task.run();
    } else {
      context().runOnContext(now -> task.run());
    }
  }

  /** Reserves memory for the answer: a call whose answer will probably not fit does not run. */
  private void run() {
    MemoryLease memory = call().client().memory();
    if (!memory.tryReserve(Math.min(entry.bulkhead().expectedAnswer(), memory.budget().mostExpected()))) {
      fail(new BusyException("the requests and answers that this tenant has open fill its share of this host's memory ("
          + memory.budget().most() + " bytes)"));
      return;
    }
    if (place.waited()) {
      call(call().until(new Deadline(Instant.now().plus(entry.timeout()))));
    }
    call().trace().reach(Step.RUN);
    expireIn(Math.max(1, call().deadline().remaining().toMillis()));
    send(bus, entry.address());
  }

  @Override
  void ended(Ending how, @Nullable Outcome outcome) {
    switch (how) {
      case ANSWERED -> entry.bulkhead().breaker().succeeded();
      case FAULT -> {
        if (!call().cancellation().isCancelled()) {
          entry.bulkhead().breaker().failed();
        }
      }
      case NOT_RUN -> notRun();
      case BUSY -> {
        fail(outcome instanceof Outcome.Ended busy ? busy.with() : new BusyException("no thread is free for " + call().subject()));
        return;
      }
      case UNKNOWN -> {
        finish(unreachable("no " + call().subject() + " at " + entry.address()));
        return;
      }
      case NO_CONSUMER -> {
        finish(unreachable("no consumer at " + entry.address()));
        return;
      }
      case TIMEOUT -> {
        finish(late());
        return;
      }
    }
    finish(Objects.requireNonNull(outcome));
  }

  /** Permission may have been decided on what the old version declared. */
  @Override
  boolean resent() {
    Entry fresh = resent ? null : current.get();
    if (fresh == null || fresh.address().equals(entry.address()) || fresh.isReadOnly() != entry.isReadOnly()) {
      return false;
    }
    resent = true;
    send(bus, fresh.address());
    return true;
  }

  private Outcome unreachable(String why) {
    LOG.warn("{}, called {}, could not be reached: {}", call().subject(), call().cancellation().origin(), why);
    call().cancellation().failed(CallFault.UNREACHABLE);
    return call().failed(call().sentence() + " cannot be reached now. Try again shortly.");
  }

  /** Ends a call that timed out. It counts for the circuit breaker only if the feature had begun to run. */
  private Outcome late() {
    Call call = call();
    Stage stage = call.cancellation().stage();
    call.cancellation().failed(CallFault.TIMEOUT);
    call.cancellation().expire();
    LOG.warn("{} of {} did not answer in time, called {}", call.subject(), entry.address(), call.cancellation().origin());
    if (stage == Stage.RUNNING) {
      entry.bulkhead().breaker().failed();
    } else {
      notRun();
    }
    return stage == Stage.CHECKING
        ? call.invalid("The arguments of " + call.subject() + " are not valid: they could not be checked in time.")
        : call.failed(call.sentence() + " did not answer in time and was stopped.");
  }

  /** The circuit breaker neither counts a call that did not run nor closes by it; another call may be the trial. */
  private void notRun() {
    if (pass == Breaker.Pass.TRIAL) {
      entry.bulkhead().breaker().untried();
    }
  }

  /** A key's function answers in the kind of its call. */
  @SuppressWarnings("unchecked")
  private void finish(Outcome outcome) {
    giveBack();
    if (outcome instanceof Outcome.Ended ended) {
      promise.tryFail(ended.with());
    } else {
      promise.tryComplete((R) outcome);
    }
  }

  /** Ends a call that was not charged, or refused after that; it has not run. */
  private void fail(Throwable failure) {
    giveBack();
    notRun();
    if (failure instanceof BusyException) {
      charge.giveBack().onComplete(given -> onCallersLoop(() -> promise.tryFail(failure)));
    } else {
      promise.tryFail(failure);
    }
  }

  private void giveBack() {
    call().trace().reach(Step.ANSWER);
    entry.bulkhead().answered(call().client().memory().unreserve());
    place.giveBack();
  }
}
