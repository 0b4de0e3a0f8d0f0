package dev.gatehouse.feature;

import dev.gatehouse.feature.bulkhead.MemoryLease;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the tools, prompts, resources and completions of one plugin of one tenant at one {@link Address}. The host owns it; the
 * plugin supplies what runs.
 *
 * <p>Every message is answered: a consumer that throws would leave its caller waiting for the timeout.
 */
public final class FeatureVerticle extends VerticleBase {

  /** Failure code of a reply: the address serves nothing of that name. */
  public static final int UNKNOWN_TOOL = 1;
  /** Failure code of a reply: no thread was free. */
  public static final int NO_THREAD = 2;

  /** Header of a reply: the call was a fault, and its result says so. */
  static final String FAULT = "fault";
  /** Header of a reply: the arguments were not valid, and the call has not run. */
  static final String NOT_RUN = "not-run";

  private static final Logger LOG = LoggerFactory.getLogger(FeatureVerticle.class);

  private final Address address;
  private final ToLongFunction<Key> maxResult;
  private final Executor threads;
  private volatile Map<Key, Served> served;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * Serves a plugin.
   *
   * @param address where
   * @param features what
   * @param threads where what blocks runs
   * @param maxResult the longest answer of each, in bytes, by its key
   */
  public FeatureVerticle(Address address, List<Feature> features, Executor threads, ToLongFunction<Key> maxResult) {
    this.address = address;
    this.threads = threads;
    this.maxResult = maxResult;
    serve(features);
  }

  /** Replaces the features; running calls go on. */
  public void serve(List<Feature> features) {
    Map<Key, Served> next = new HashMap<>();
    features.forEach(feature -> next.put(feature.key(), new Served(feature.body(), maxResult.applyAsLong(feature.key()))));
    served = next;
  }

  /** A feature's body, and its longest answer in bytes. */
  private record Served(Feature.Body body, long maxResult) {
  }

  @Override
  public Future<?> start() {
    return vertx.eventBus().<Call>localConsumer(address.toString(), this::onCall).completion();
  }

  /** The number of running calls: those whose bodies have not ended, whether or not a caller still waits. */
  public int running() {
    return running.get();
  }

  private void onCall(Message<Call> message) {
    Served feature = served.get(message.body().key());
    if (feature == null) {
      message.fail(UNKNOWN_TOOL, "no " + message.body().subject() + " at " + address);
      return;
    }
    running.incrementAndGet();
    begin(feature, message);
  }

  /** What returns a stage too: on the event loop, a plugin that computes before it returns would hold up every tenant. */
  private void begin(Served feature, Message<Call> message) {
    InterruptibleTask task = new InterruptibleTask(() -> counted(feature, message));
    CallCancellation cancellation = message.body().cancellation();
    cancellation.runPluginOn(threads);
    cancellation.onCancel(task::interrupt);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      running.decrementAndGet();
      message.fail(NO_THREAD, "no thread is free for " + address);
    }
  }

  /** A plugin's code that runs on after the call has timed out still holds the arguments. */
  private void counted(Served feature, Message<Call> message) {
    MemoryLease memory = message.body().client().memory();
    memory.retain();
    try {
      run(feature, message);
    } finally {
      memory.release();
    }
  }

  private void run(Served feature, Message<Call> message) {
    Call call = message.body();
    if (call.cancellation().isCancelled()) {
      answer(message, call.failed(call.sentence() + " was cancelled before it ran."), LocalCodec.options());
      return;
    }
    call.cancellation().reach(CallCancellation.Stage.RUNNING);
    call.cancellation().answerAtMost(feature.maxResult());
    try {
      CompletionStage<? extends Result> stage = feature.body().call(call);
      stage.whenComplete((result, fault) -> reply(feature, message, result, fault));
    } catch (Throwable fault) {
      // Errors too: a plugin's NoClassDefFoundError must reach its caller as surely as its exceptions do.
      reply(feature, message, null, fault);
    }
  }

  private void reply(Served feature, Message<Call> message, @Nullable Result result, @Nullable Throwable thrown) {
    Throwable fault = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    if (fault == null && result != null) {
      answer(message, fitting(feature.maxResult(), message.body(), result), LocalCodec.options());
    } else if (fault instanceof InputRequiredException || fault instanceof MissingCapabilityException
        || fault instanceof DeclinedException) {
      answer(message, new Outcome.Ended((RuntimeException) fault), LocalCodec.options());
    } else if (fault instanceof LongAnswerException) {
      answer(message, tooLong(message.body(), "more than the " + feature.maxResult() + " bytes"), LocalCodec.options());
    } else if (fault instanceof InvalidArgumentsException invalid) {
      message.body().cancellation().failed(CallFault.ARGUMENTS);
      logCheck(message.body(), invalid.getCause());
      answer(message, message.body().invalid(String.valueOf(invalid.getMessage())), LocalCodec.options().addHeader(NOT_RUN, ""));
    } else {
      message.body().cancellation().failed(CallFault.THREW);
      log(message.body(), fault);
      answer(message, message.body().failed(message.body().sentence()
          + " failed inside. The reason is in the host's log; its operator can see it."), LocalCodec.options().addHeader(FAULT, ""));
    }
  }

  private void answer(Message<Call> message, Outcome outcome, DeliveryOptions options) {
    running.decrementAndGet();
    message.reply(outcome, options);
  }

  /** Refuses an answer that is too long: a truncated one would be invalid, and a model would take it for the whole. */
  private static Outcome fitting(long maxResult, Call call, Result result) {
    if (result.isTooDeep()) {
      return tooLarge(call, "The answer of " + call.subject() + " is nested more than " + Result.MAX_DEPTH
          + " levels deep, which this host does not pass on. Ask for a part of it.");
    }
    if (result.parts() > Result.MAX_PARTS) {
      return tooLong(call, result.parts() + " parts, more than the " + Result.MAX_PARTS);
    }
    long size = result.size();
    if (size > maxResult) {
      return tooLong(call, size + " bytes, more than the " + maxResult);
    }
    return call.client().memory().tryAnswer(result.heap(size)) ? result : tooLarge(call, "The answer of " + call.subject()
        + " has " + size + " bytes, and the requests and answers that this tenant has open leave no room for it in their share of this"
        + " host's memory. " + call.sentence() + " has run; ask again later if that does no harm, or for less.");
  }

  private static Outcome tooLong(Call call, String length) {
    return tooLarge(call, "The answer of " + call.subject() + " has " + length + " that this host passes on. Ask for less: fewer items,"
        + " a narrower range, or one page at a time.");
  }

  private static Outcome tooLarge(Call call, String words) {
    call.cancellation().failed(CallFault.ANSWER);
    return call.failed(words);
  }

  /** Logs the place and the type of the failure, without its message, which may quote the argument. */
  private void logCheck(Call call, @Nullable Throwable fault) {
    if (fault != null && !call.cancellation().isCancelled()) {
      StackTraceElement[] trace = fault.getStackTrace();
      LOG.warn("the arguments of {} of {}, called {}, could not be checked: {} at {}", call.subject(), address,
          call.cancellation().origin(),
          fault.getClass().getName(), trace.length == 0 ? "an unknown place" : trace[0]);
    }
  }

  /** Logs the failure's text; to get it runs the plugin's code, which may fail again. */
  private void log(Call call, @Nullable Throwable fault) {
    if (fault == null || call.cancellation().isCancelled()) {
      return;
    }
    try {
      LOG.warn("{} of {} failed, called {}", call.subject(), address, call.cancellation().origin(), fault);
    } catch (Throwable again) {
      LOG.warn("{} of {} failed, called {}, with {}, which fails to say why", call.subject(), address, call.cancellation().origin(),
          fault.getClass().getName());
    }
  }
}
