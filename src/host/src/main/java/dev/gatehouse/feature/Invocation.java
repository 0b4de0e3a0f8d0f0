package dev.gatehouse.feature;

import dev.gatehouse.feature.Delivery.Ending;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.LongCheckException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the body of a feature for one call, and replies. Every call is replied to: one whose body throws would leave its caller waiting for
 * the timeout.
 */
final class Invocation extends InterruptibleTask {

  private static final Logger LOG = LoggerFactory.getLogger(FeatureVerticle.class);

  private final Served feature;
  private final Delivery delivery;
  private final Call call;

  Invocation(Served feature, Delivery delivery) {
    this.feature = feature;
    this.delivery = delivery;
    this.call = delivery.call();
  }

  /** Lets a cancellation interrupt it, and gives what it cancels to these threads. */
  void prepare(Executor threads) {
    call.cancellation().runPluginOn(threads);
    call.cancellation().onCancel(this::interrupt);
  }

  /**
   * Runs it here and now. Nothing can interrupt it, and until it ends nothing else runs on this event loop, not even its deadline.
   *
   * @return false when its arguments take too long to check here: then nothing of it has run, and it has to run on a thread
   */
  boolean runOn(EventLoop loop, Executor threads) {
    call.cancellation().runPluginOn(threads);
    long began = loop.clock().begin();
    try {
      begin();
    } catch (LongCheckException e) {
      return false;
    } catch (Throwable fault) {
      end(null, fault);
    }
    // A flag that a plugin leaves behind would make the loop's next wait return at once.
    Thread.interrupted();
    feature.onLoop().held(System.nanoTime() - began, loop.clock());
    return true;
  }

  /** There is no thread for it. */
  @Override
  public void refuse() {
    reply(Ending.BUSY, null);
  }

  /** A plugin's code that runs on after the call has timed out still holds the arguments. */
  @Override
  void body() {
    MemoryLease memory = call.client().memory();
    memory.retain();
    try {
      invoke();
    } finally {
      memory.release();
    }
  }

  private void invoke() {
    try {
      begin();
    } catch (Throwable fault) {
      end(null, fault);
    }
  }

  /** Errors too are for the caller of this: a plugin's NoClassDefFoundError must reach its caller as surely as its exceptions do. */
  private void begin() throws Exception {
    if (call.cancellation().isCancelled()) {
      reply(Ending.NOT_RUN, call.failed(call.sentence() + " was cancelled before it ran."));
      return;
    }
    call.cancellation().reach(CallCancellation.Stage.RUNNING);
    call.cancellation().answerAtMost(feature.maxResult());
    CompletionStage<? extends Result> stage = feature.body().call(call);
    feature.onLoop().tried();
    stage.whenComplete(this::end);
  }

  private void end(@Nullable Result result, @Nullable Throwable thrown) {
    Throwable fault = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    if (fault == null && result != null) {
      reply(Ending.ANSWERED, fitting(result));
    } else if (fault instanceof InputRequiredException || fault instanceof MissingCapabilityException
        || fault instanceof DeclinedException) {
      reply(Ending.ANSWERED, new Outcome.Ended((RuntimeException) fault));
    } else if (fault instanceof EndedElsewhereException there) {
      endedElsewhere(there);
    } else if (fault instanceof BusyException busy) {
      reply(Ending.BUSY, new Outcome.Ended(busy));
    } else if (fault instanceof LongAnswerException) {
      reply(Ending.ANSWERED, tooLong("more than the " + feature.maxResult() + " bytes"));
    } else if (fault instanceof InvalidArgumentsException invalid) {
      call.cancellation().failed(CallFault.ARGUMENTS);
      logCheck(invalid.getCause());
      reply(Ending.NOT_RUN, call.invalid(String.valueOf(invalid.getMessage())));
    } else {
      call.cancellation().failed(CallFault.THREW);
      log(fault);
      reply(Ending.FAULT,
          call.failed(call.sentence() + " failed inside. The reason is in the host's log; its operator can see it."));
    }
  }

  /** The other node has logged what there is to say of a fault. */
  private void endedElsewhere(EndedElsewhereException there) {
    if (there.fault() != null) {
      call.cancellation().failed(there.fault());
    }
    reply(there.ending(), there.outcome() instanceof Result result ? fitting(result) : there.outcome());
  }

  private void reply(Ending how, @Nullable Outcome outcome) {
    feature.running().decrementAndGet();
    delivery.reply(how, outcome);
  }

  /** Refuses an answer that is too long: a truncated one would be invalid, and a model would take it for the whole. */
  private Outcome fitting(Result result) {
    if (result.isTooDeep()) {
      return tooLarge("The answer of " + call.subject() + " is nested more than " + Result.MAX_DEPTH
          + " levels deep, which this host does not pass on. Ask for a part of it.");
    }
    if (result.parts() > Result.MAX_PARTS) {
      return tooLong(result.parts() + " parts, more than the " + Result.MAX_PARTS);
    }
    long size = result.size();
    if (size > feature.maxResult()) {
      return tooLong(size + " bytes, more than the " + feature.maxResult());
    }
    return call.client().memory().tryAnswer(result.heap(size)) ? result : tooLarge("The answer of " + call.subject()
        + " has " + size + " bytes, and the requests and answers that this tenant has open leave no room for it in their share of this"
        + " host's memory. " + call.sentence() + " has run; ask again later if that does no harm, or for less.");
  }

  private Outcome tooLong(String length) {
    return tooLarge("The answer of " + call.subject() + " has " + length + " that this host passes on. Ask for less: fewer items,"
        + " a narrower range, or one page at a time.");
  }

  private Outcome tooLarge(String words) {
    call.cancellation().failed(CallFault.ANSWER);
    return call.failed(words);
  }

  /** Logs the place and the type of the failure, without its message, which may quote the argument. */
  private void logCheck(@Nullable Throwable fault) {
    if (fault != null && !call.cancellation().isCancelled()) {
      StackTraceElement[] trace = fault.getStackTrace();
      LOG.warn("the arguments of {} of {}, called {}, could not be checked: {} at {}", call.subject(), feature.address(),
          call.cancellation().origin(),
          fault.getClass().getName(), trace.length == 0 ? "an unknown place" : trace[0]);
    }
  }

  /** Logs the failure's text; to get it runs the plugin's code, which may fail again. */
  private void log(@Nullable Throwable fault) {
    if (fault == null || call.cancellation().isCancelled()) {
      return;
    }
    try {
      LOG.warn("{} of {} failed, called {}", call.subject(), feature.address(), call.cancellation().origin(), fault);
    } catch (Throwable again) {
      LOG.warn("{} of {} failed, called {}, with {}, whose message cannot be read", call.subject(), feature.address(),
          call.cancellation().origin(), fault.getClass().getName());
    }
  }
}
