package dev.gatehouse.cluster.edge;

import dev.gatehouse.cluster.Backlog;
import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.cluster.Seal;
import dev.gatehouse.cluster.SealException;
import dev.gatehouse.cluster.wire.AnswersForm;
import dev.gatehouse.cluster.wire.CallForm;
import dev.gatehouse.cluster.wire.MessageKind;
import dev.gatehouse.cluster.wire.OutcomeForm;
import dev.gatehouse.cluster.wire.ToldForm;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallFault;
import dev.gatehouse.feature.EndedElsewhereException;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.LongAnswerException;
import dev.gatehouse.feature.Result;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.LongWork;
import dev.gatehouse.feature.loop.Timeout;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call that a worker runs for this edge. It passes on what the worker tells, until the outcome comes or the worker is lost. Messages
 * are read in their order, on the call's event loop, long ones on the tenant's thread for long work. It is its own deadline for a worker
 * that is alive and whose outcome does not come; the dispatcher has answered the caller long before.
 *
 * <p>Confined to its event loop, but where said.
 */
final class RemoteCall extends Timeout {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteCalls.class);

  /** How long an outcome may come after the call's deadline, in milliseconds. */
  private static final long LATE = 10_000;
  /** Text in JSON may take this many times its length. */
  private static final int ESCAPED = 6;
  /** What is around a result, and what a worker tells beside, in bytes. */
  private static final long AROUND = 1 << 20;

  /**
   * What a call has in common with others.
   *
   * @param tenant whose call it is
   * @param seal the tenant's
   * @param loop where the call is
   */
  record Lane(Vertx vertx, String tenant, Seal seal, EventLoop loop) {
  }

  private final RemoteCalls calls;
  private final LinkCalls link;
  private final Lane lane;
  private final Call call;
  private final long number;
  private final ToldClient client;
  private final CompletableFuture<Result> answer = new CompletableFuture<>();
  private final Backlog backlog;
  private Future<?> reading = Future.succeededFuture();
  private long sent;
  private long received;
  private boolean ended;

  RemoteCall(RemoteCalls calls, LinkCalls link, Lane lane, Call call, long number) {
    this.calls = calls;
    this.link = link;
    this.lane = lane;
    this.call = call;
    this.number = number;
    this.client = new ToldClient(call.client(), this::answer);
    this.backlog = new Backlog(2 * longest());
  }

  long number() {
    return number;
  }

  Key key() {
    return call.key();
  }

  /** Sends it. On any thread. */
  CompletionStage<Result> begin() {
    long left = call.deadline().remaining().toMillis();
    Buffer message = sealed(MessageKind.CALL, link.next(lane.tenant()), CallForm.write(call, left));
    onLoop(() -> {
      if (!ended) {
        lane.loop().wheel().add(this, left + LATE);
        link.link().send(message).onFailure(this::unsent);
      }
    });
    call.cancellation().onCancel(() -> lane.loop().execute(() -> send(MessageKind.CANCEL, new byte[0])));
    return answer;
  }

  private void onLoop(Runnable task) {
    if (lane.loop().isCurrent()) {
      task.run();
    } else {
      lane.loop().execute(task);
    }
  }

  private void unsent(Throwable failure) {
    lane.loop().execute(() -> end(failure instanceof BusyException ? failure : lost(false)));
  }

  /** Sends something more of the call; what does not arrive is the loss of the worker, which others see. */
  private void send(int kind, byte[] content) {
    if (!ended) {
      link.link().send(sealed(kind, ++sent, content));
    }
  }

  private Buffer sealed(int kind, long series, byte[] content) {
    return lane.seal().seal(new Envelope(kind, number, series, lane.tenant(), calls.address()), link.link().address(), content);
  }

  /** Takes a message. On any thread. */
  void arrived(Envelope clear, Buffer message) {
    if (clear.tenant().equals(lane.tenant()) && clear.from().equals(link.link().address()) && clear.kind() >= Envelope.FROM_WORKER) {
      onLoop(() -> read(clear, message));
    }
  }

  /** A message that is long is read elsewhere, and those that come after it wait for it. */
  private void read(Envelope clear, Buffer message) {
    if (message.length() <= LongWork.LONG && reading.isComplete()) {
      take(clear, opened(clear, message));
    } else if (!ended && backlog.add(message.length())) {
      reading = reading.compose(before -> LongWork.run(lane.vertx(), lane.tenant(), () -> opened(clear, message)))
          .onSuccess(content -> take(clear, content)).onComplete(read -> backlog.remove(message.length())).otherwiseEmpty();
    }
  }

  /** The content as an {@link OutcomeForm} or a {@link ToldForm}; null when it is not to be acted on. On any thread. */
  private @Nullable Object opened(Envelope clear, Buffer message) {
    try {
      return read(clear, lane.seal().open(clear, calls.address(), message));
    } catch (SealException e) {
      LOG.debug("a message for a call on worker '{}' was dropped: {}", link.link().worker(), e.getMessage());
      return null;
    } catch (IllegalArgumentException e) {
      LOG.warn("worker '{}' sent a message of a call of {} that cannot be read: {}", link.link().worker(), call.subject(),
          e.getMessage());
      return clear.kind() == MessageKind.OUTCOME ? unreadable() : null;
    }
  }

  private @Nullable Object read(Envelope clear, byte[] content) {
    boolean isLong = content.length > longest();
    if (clear.isNewer()) {
      throw new IllegalArgumentException("it is of format " + clear.format() + ", and this version knows " + Envelope.FORMAT
          + "; upgrade this host");
    }
    if (clear.kind() == MessageKind.OUTCOME) {
      return isLong ? new LongAnswerException(call.cancellation().longestAnswer()) : OutcomeForm.read(key().kind(), content);
    }
    return isLong ? null : ToldForm.read(clear.kind(), content);
  }

  /** Of a message that is read. */
  private long longest() {
    return AROUND + ESCAPED * call.cancellation().longestAnswer();
  }

  private EndedElsewhereException unreadable() {
    return new EndedElsewhereException(
        call.failed("The answer of " + call.subject() + " cannot be read on this host. The reason is in the host's log."),
        CallFault.THREW, true);
  }

  /** What comes twice, or too late, is a replay. */
  private void take(Envelope clear, @Nullable Object content) {
    if (ended || content == null || clear.number() <= received) {
      return;
    }
    received = clear.number();
    if (content instanceof ToldForm told) {
      client.told(told);
    } else if (content instanceof OutcomeForm outcome) {
      RuntimeException failure = outcome.failure(call);
      end(failure == null ? Objects.requireNonNull(outcome.result()) : failure);
    } else {
      end(content);
    }
  }

  /** On any thread. Long answers are written elsewhere; each has the number of its questions, so that their order does not matter. */
  private void answer(AnswersForm answers) {
    lane.loop().execute(() -> {
      if (answers.isLong()) {
        LongWork.run(lane.vertx(), lane.tenant(), answers::write).onSuccess(content -> send(MessageKind.ANSWERS, content));
      } else {
        send(MessageKind.ANSWERS, answers.write());
      }
    });
  }

  /**
   * The worker is lost. On any thread.
   *
   * @param counts whether this counts for the feature's circuit breaker
   */
  void lose(boolean counts) {
    lane.loop().execute(() -> end(lost(counts)));
  }

  private EndedElsewhereException lost(boolean counts) {
    return new EndedElsewhereException(
        call.failed(call.sentence() + " was sent to a worker that does not answer any more. The call may or may not have run."),
        CallFault.LOST, counts);
  }

  @Override
  protected void expired() {
    LOG.warn("worker '{}' sent no outcome for a call of {} in time", link.link().worker(), call.subject());
    end(lost(false));
  }

  /** Ends with a result or an exception, once. */
  private void end(Object how) {
    if (ended) {
      return;
    }
    ended = true;
    calls.remove(this);
    link.remove(this);
    lane.loop().wheel().cancel(this);
    if (how instanceof Throwable failure) {
      answer.completeExceptionally(failure);
    } else {
      answer.complete((Result) how);
    }
  }
}
