package dev.gatehouse.cluster.worker;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call that this worker runs for an edge: the way back to the edge, and what the edge sends while it runs. */
final class WorkerCall {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerCalls.class);

  /** How often an outcome is sent in all, if it cannot be delivered. */
  private static final int MOST_TRIES = 10;
  /** The pause before the next time, in milliseconds. */
  private static final long PAUSE = 300;

  /**
   * What a call comes from.
   *
   * @param clear the envelope of its message
   * @param seal the tenant's
   * @param address this worker's address
   * @param loop where its messages are read
   */
  record Source(Envelope clear, Seal seal, String address, EventLoop loop, Vertx vertx, Post post) {

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

  /** Takes a message of the edge; on the call's event loop. */
  void take(Envelope clear, Buffer message) {
    try {
      byte[] content = source.seal().open(clear, source.address(), message);
      if (isFresh(clear.number()) && !clear.isNewer()) {
        take(clear.kind(), content);
      }
    } catch (SealException | IllegalArgumentException e) {
      LOG.debug("a message of edge '{}' was dropped: {}", clear.from(), e.getMessage());
    }
  }

  /** What comes twice, or too late, is a replay. */
  private synchronized boolean isFresh(long number) {
    boolean fresh = number > received;
    received = Math.max(received, number);
    return fresh;
  }

  private void take(int kind, byte[] content) {
    if (kind == MessageKind.CANCEL) {
      cancellation.cancel();
    } else if (kind == MessageKind.ANSWERS) {
      channel.answered(AnswersForm.read(content));
    }
  }

  /** Sends what the plugin does with its client, in order, while the call runs. On any thread. */
  private synchronized void tell(ToldForm told) {
    if (!ended) {
      Buffer message = source.sealed(told.kind(), ++sent, told.write());
      source.loop().execute(() -> source.post().send(source.clear().from(), message).onFailure(gone -> cancellation.cancel()));
    }
  }

  /** Sends how it ended; on the call's event loop, after all that was told there. */
  void end(AsyncResult<Result> done) {
    OutcomeForm outcome = outcome(done);
    trace(done);
    long number = last();
    sealed(number, outcome).onSuccess(message -> deliver(message, MOST_TRIES)).onComplete(sealed -> memory.close());
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
        : Future.succeededFuture(source.sealed(MessageKind.OUTCOME, number, outcome.write()));
  }

  /** An edge may be away for a moment: the cluster has lost its address, and it registers again. */
  private void deliver(Buffer message, int tries) {
    source.post().send(source.clear().from(), message).onFailure(gone -> {
      if (tries > 1) {
        source.vertx().setTimer(PAUSE, ring -> deliver(message, tries - 1));
      }
    });
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
