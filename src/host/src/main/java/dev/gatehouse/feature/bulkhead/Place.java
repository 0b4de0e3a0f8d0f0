package dev.gatehouse.feature.bulkhead;

import dev.gatehouse.spi.Cancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** A call's place in its bulkhead: acquired at once, or waited for in a bounded queue. */
public final class Place {

  private static final Future<Void> AT_ONCE = Future.succeededFuture();
  private static final BusyException NOBODY_WAITS = new BusyException("nobody waits any more");

  private final Bulkhead bulkhead;
  private final String subject;
  private @Nullable Promise<Void> turn;
  private @Nullable Runnable standing;

  private Place(Bulkhead bulkhead, String subject) {
    this.bulkhead = bulkhead;
    this.subject = subject;
  }

  /**
   * Takes a place, or queues for one.
   *
   * @param vertx whose timers bound the wait
   * @param bulkhead under which
   * @param subject what is called, for the message of a refusal: {@code tool 'add'}
   * @param cancellation of a call that is cancelled nobody waits
   * @throws BusyException when neither can be had
   */
  public static Place take(Vertx vertx, Bulkhead bulkhead, String subject, Cancellation cancellation) {
    Place place = new Place(bulkhead, subject);
    if (!bulkhead.enter()) {
      place.stand(vertx, cancellation);
    }
    return place;
  }

  private void stand(Vertx vertx, Cancellation cancellation) {
    Context context = vertx.getOrCreateContext();
    Promise<Void> mine = Promise.promise();
    Runnable waiter = () -> context.runOnContext(now -> mine.tryComplete());
    Bulkhead.Turn got = bulkhead.stand(waiter);
    if (got == Bulkhead.Turn.FULL) {
      throw full(subject, bulkhead.most(), bulkhead.queue());
    }
    if (got == Bulkhead.Turn.TENANT_FULL) {
      throw full("this tenant", bulkhead.tenant().most(), bulkhead.tenant().queue());
    }
    if (got == Bulkhead.Turn.LATER) {
      standing = waiter;
      turn = mine;
      bound(mine, vertx, context, cancellation);
    }
  }

  private static BusyException full(String whose, int most, int queue) {
    return new BusyException(whose + " has as many calls as it may: " + most + " that run and " + queue + " that wait");
  }

  /** A call that gives up is still queued or was admitted just now: {@link #giveBack} handles both. */
  private void bound(Promise<Void> mine, Vertx vertx, Context context, Cancellation cancellation) {
    long millis = Math.max(1, bulkhead.queueTimeout().toMillis());
    long timer = vertx.setTimer(millis, late -> mine.tryFail(new BusyException(
        subject + " had no place to run in within " + millis + " ms")));
    mine.future().onComplete(done -> vertx.cancelTimer(timer));
    cancellation.onCancel(() -> context.runOnContext(now -> mine.tryFail(NOBODY_WAITS)));
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
