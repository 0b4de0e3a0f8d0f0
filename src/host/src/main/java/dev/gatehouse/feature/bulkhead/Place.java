package dev.gatehouse.feature.bulkhead;

import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.Timeout;
import dev.gatehouse.spi.Cancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * A call's place in its bulkhead: acquired at once, or waited for in a bounded queue, until the queue timeout. Confined to the caller's
 * event loop.
 */
public final class Place extends Timeout {

  private static final Future<Void> AT_ONCE = Future.succeededFuture();
  private static final BusyException NOBODY_WAITS = new BusyException("nobody waits any more");

  private final Bulkhead bulkhead;
  private final Object subject;
  private final EventLoop loop;
  private @Nullable Promise<Void> turn;
  private @Nullable Runnable standing;

  private Place(EventLoop loop, Bulkhead bulkhead, Object subject) {
    this.loop = loop;
    this.bulkhead = bulkhead;
    this.subject = subject;
  }

  /**
   * Takes a place, or queues for one.
   *
   * @param loop the event loop that this is called on
   * @param bulkhead under which
   * @param subject what is called, whose text is made for the message of a refusal: {@code tool 'add'}
   * @param cancellation of a call that is cancelled nobody waits
   * @throws BusyException when neither can be had
   */
  public static Place take(EventLoop loop, Bulkhead bulkhead, Object subject, Cancellation cancellation) {
    Place place = new Place(loop, bulkhead, subject);
    if (!bulkhead.enter()) {
      place.stand(cancellation);
    }
    return place;
  }

  private void stand(Cancellation cancellation) {
    Context context = Vertx.currentContext();
    Promise<Void> mine = Promise.promise();
    Runnable waiter = () -> context.runOnContext(now -> mine.tryComplete());
    Bulkhead.Turn got = bulkhead.stand(waiter);
    if (got == Bulkhead.Turn.FULL) {
      throw full(subject.toString(), bulkhead.most(), bulkhead.queue());
    }
    if (got == Bulkhead.Turn.TENANT_FULL) {
      throw full("this tenant", bulkhead.tenant().most(), bulkhead.tenant().queue());
    }
    if (got == Bulkhead.Turn.LATER) {
      standing = waiter;
      turn = mine;
      bound(mine, context, cancellation);
    }
  }

  private static BusyException full(String whose, int most, int queue) {
    return new BusyException(whose + " is full: " + most + " running and " + queue + " waiting");
  }

  /** A call that gives up is still queued or was admitted just now: {@link #giveBack} handles both. */
  private void bound(Promise<Void> mine, Context context, Cancellation cancellation) {
    loop.wheel().add(this, queueMillis());
    long began = System.nanoTime();
    mine.future().onComplete(done -> {
      loop.wheel().cancel(this);
      bulkhead.tenant().waited(System.nanoTime() - began);
    });
    cancellation.onCancel(() -> context.runOnContext(now -> mine.tryFail(NOBODY_WAITS)));
  }

  private long queueMillis() {
    return Math.max(1, bulkhead.queueTimeout().toMillis());
  }

  @Override
  protected void expired() {
    if (turn != null) {
      turn.tryFail(new BusyException(subject + " had no place to run in within " + queueMillis() + " ms"));
    }
  }

  /** Whether the call had to wait. */
  public boolean waited() {
    return standing != null;
  }

  /** Succeeds on the caller's context when the call may run; fails with {@link BusyException} after the queue timeout. */
  public Future<Void> admitted() {
    return turn == null ? AT_ONCE : turn.future();
  }

  /** Leaves the queue or releases the place. Call it once, at the end of every call. */
  public void giveBack() {
    if (standing == null || !bulkhead.withdraw(standing)) {
      bulkhead.leave();
    }
    if (turn != null) {
      // Ends the wait of a call that was not charged: its timer would retain the call until the queue timeout.
      turn.tryFail(NOBODY_WAITS);
    }
  }
}
