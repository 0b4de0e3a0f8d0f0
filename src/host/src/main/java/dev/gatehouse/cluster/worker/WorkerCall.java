package dev.gatehouse.cluster.worker;

import dev.gatehouse.cluster.Backlog;
import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.cluster.Post;
import dev.gatehouse.cluster.Seal;
import dev.gatehouse.cluster.SealException;
import dev.gatehouse.cluster.wire.AnswersForm;
import dev.gatehouse.cluster.wire.CallForm;
import dev.gatehouse.cluster.wire.MessageKind;
import dev.gatehouse.cluster.wire.OutcomeForm;
import dev.gatehouse.cluster.wire.ToldForm;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.CallFault;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.FaultException;
import dev.gatehouse.feature.InputRequiredException;
import dev.gatehouse.feature.MissingCapabilityException;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.LongWork;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call that this worker runs for an edge: the way back to the edge, and what the edge sends while it runs. */
final class WorkerCall {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerCalls.class);

  /** How often an outcome is sent in all, if it cannot be delivered. */
  private static final int MOST_TRIES = 10;
  /** The pause before the next time, in milliseconds. */
  private static final long PAUSE = 300;
  /** The byte budget of what the edge sends and is not read yet: answers of its client, each as long as a body may be. */
  private static final long MOST_UNREAD = 64 << 20;

  /**
   * What a call comes from.
   *
   * @param clear the envelope of its message
   * @param seal the tenant's
   * @param address this worker's address
   * @param loop where its messages are read
   * @param arrived when it arrived, by {@link System#nanoTime}
   */
  record Source(Envelope clear, Seal seal, String address, EventLoop loop, Vertx vertx, Post post, long arrived) {

    /** How long ago it arrived, in milliseconds. */
    long millisAgo() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - arrived);
    }

    /** Sends a message; the number must be greater than that of the one before. */
    Future<Void> send(int kind, long number, byte[] content) {
      return post.send(clear.from(), sealed(kind, number, content));
    }

    Buffer sealed(int kind, long number, byte[] content) {
      return seal.seal(new Envelope(kind, clear.call(), number, clear.tenant(), address), clear.from(), content);
    }
  }

  private final Source source;
  private final CallForm form;
  private final MemoryLease memory;
  private final CallCancellation cancellation = new CallCancellation();
  private final WorkerChannel channel;
  private final CallTrace trace;
  private final Backlog backlog = new Backlog(MOST_UNREAD);
  private Future<?> reading = Future.succeededFuture();
  private long sent;
  private long received;
  private boolean ended;

  WorkerCall(Source source, CallForm form, MemoryLease memory, CallTrace trace) {
    this.source = source;
    this.form = form;
    this.memory = memory;
    this.trace = trace;
    this.channel = new WorkerChannel(form.client(), memory, cancellation, this::tell);
    cancellation.calledBy(form.origin());
  }

  /** The call, as the dispatcher takes it. */
  Call call(long millisLeft) {
    return new Call(form.key(), form.params(), new Caller(source.clear().tenant(), form.keyId(), form.owner()),
        new Deadline(Instant.now().plusMillis(millisLeft)), new Call.Context(cancellation, channel, trace));
  }

  CallCancellation cancellation() {
    return cancellation;
  }

  /** Takes a message of the edge; on the call's event loop. One that is long is read elsewhere, and those that come after it wait for it. */
  void take(Envelope clear, Buffer message) {
    if (message.length() <= LongWork.LONG && reading.isComplete()) {
      opened(clear, message).run();
    } else if (backlog.add(message.length())) {
      reading = reading.compose(before -> LongWork.run(source.vertx(), clear.tenant(), () -> opened(clear, message)))
          .onSuccess(Runnable::run).onComplete(read -> backlog.remove(message.length())).otherwiseEmpty();
    }
  }

  /** What is to be done on the call's event loop. On any thread. */
  private Runnable opened(Envelope clear, Buffer message) {
    try {
      byte[] content = source.seal().open(clear, source.address(), message);
      AnswersForm answers = clear.kind() == MessageKind.ANSWERS && !clear.isNewer() ? AnswersForm.read(content) : null;
      return () -> take(clear, answers);
    } catch (SealException | IllegalArgumentException e) {
      LOG.debug("a message of edge '{}' was dropped: {}", clear.from(), e.getMessage());
      return () -> {};
    }
  }

  /** What comes twice, or too late, is a replay. */
  private synchronized boolean isFresh(long number) {
    boolean fresh = number > received;
    received = Math.max(received, number);
    return fresh;
  }

  private void take(Envelope clear, @Nullable AnswersForm answers) {
    if (!isFresh(clear.number()) || clear.isNewer()) {
      return;
    }
    if (answers != null) {
      channel.answered(answers);
    } else if (clear.kind() == MessageKind.CANCEL) {
      cancellation.cancel();
    }
  }

  /** Sends what the plugin does with its client, in order, while the call runs. On any thread. */
  private synchronized void tell(ToldForm told) {
    if (!ended) {
      Buffer message = source.sealed(told.kind(), ++sent, told.write());
      source.loop().execute(() -> source.post().send(source.clear().from(), message));
    }
  }

  /**
   * Sends how it ended; on the call's event loop, after all that was told there.
   *
   * @return complete when that has reached the edge, or was given up
   */
  Future<Void> end(AsyncResult<Result> done) {
    OutcomeForm outcome = outcome(done);
    trace(done);
    long number = last();
    channel.cancelQuestions();
    return sealed(number, outcome).onComplete(sealed -> memory.close()).compose(message -> deliver(message, MOST_TRIES));
  }

  private void trace(AsyncResult<Result> done) {
    CallFault fault = cancellation.fault();
    if (cancellation.isUnwanted()) {
      trace.failedAs("cancelled");
    } else if (fault != null) {
      trace.failedAs(fault.toString());
    } else if (done.succeeded() && done.result().isError()) {
      trace.failedAs("tool_error");
    } else if (done.failed() && !(done.cause() instanceof InputRequiredException)) {
      boolean invalid = done.cause() instanceof DeclinedException || done.cause() instanceof MissingCapabilityException;
      trace.failedAs(done.cause() instanceof BusyException ? "busy" : invalid ? "invalid" : "failed");
    }
    trace.end();
  }

  private Future<Buffer> sealed(long number, OutcomeForm outcome) {
    return outcome.result() != null && outcome.result().size() > LongWork.LONG
        ? LongWork.run(source.vertx(), source.clear().tenant(), () -> source.sealed(MessageKind.OUTCOME, number, outcome.write()))
        : Future.succeededFuture(outcome).map(written -> source.sealed(MessageKind.OUTCOME, number, written.write()));
  }

  /** An edge may be away for a moment: the cluster has lost its address, and it registers again. */
  private Future<Void> deliver(Buffer message, int tries) {
    return source.post().send(source.clear().from(), message).recover(gone -> tries == 1 ? Future.failedFuture(gone)
        : source.vertx().timer(PAUSE, TimeUnit.MILLISECONDS).compose(ring -> deliver(message, tries - 1)));
  }

  private synchronized long last() {
    ended = true;
    return ++sent;
  }

  private OutcomeForm outcome(AsyncResult<Result> done) {
    CallFault fault = cancellation.fault();
    boolean counts = fault == CallFault.THREW || fault == CallFault.TIMEOUT && cancellation.hasRun();
    return done.succeeded()
        ? new OutcomeForm(done.result(), null, fault, counts)
        : new OutcomeForm(null, passed(done.cause()), fault, counts);
  }

  /** What else a dispatcher could fail with has a message that is not for the caller. */
  private static RuntimeException passed(Throwable failure) {
    if (failure instanceof InputRequiredException || failure instanceof MissingCapabilityException || failure instanceof DeclinedException
        || failure instanceof FaultException || failure instanceof BusyException) {
      return (RuntimeException) failure;
    }
    LOG.error("a call failed in an unknown way", failure);
    return new FaultException("The call failed inside. The reason is in the worker's log; its operator can see it.");
  }
}
