package dev.gatehouse.tool;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** A call's place under its bulkhead: had at once, or stood in line for, within bounds. */
final class Place {

  private static final Future<Void> AT_ONCE = Future.succeededFuture();
  private static final BusyException NOBODY_WAITS = new BusyException("nobody waits any more");

  private final Bulkhead bulkhead;
  private Promise<Void> turn;
  private Runnable standing;

  private Place(Bulkhead bulkhead) {
    this.bulkhead = bulkhead;
  }

  /**
   * Takes a place, or stands in line for one.
   *
   * @throws BusyException when neither can be had
   */
  static Place take(Vertx vertx, Bulkhead bulkhead, PluginCall call) {
    Place place = new Place(bulkhead);
    if (!bulkhead.enter()) {
      place.stand(vertx, call);
    }
    return place;
  }

  private void stand(Vertx vertx, PluginCall call) {
    Context context = vertx.getOrCreateContext();
    Promise<Void> mine = Promise.promise();
    Runnable waiter = () -> context.runOnContext(now -> mine.tryComplete());
    Bulkhead.Turn got = bulkhead.stand(waiter);
    if (got == Bulkhead.Turn.FULL) {
      throw full(call.subject(), bulkhead.most(), bulkhead.queue());
    }
    if (got == Bulkhead.Turn.TENANT_FULL) {
      throw full("this tenant", bulkhead.tenant().most(), bulkhead.tenant().queue());
    }
    if (got == Bulkhead.Turn.LATER) {
      standing = waiter;
      turn = mine;
      bound(vertx, context, call);
    }
  }

  private static BusyException full(String whose, int most, int queue) {
    return new BusyException(whose + " has as many calls as it may: " + most + " that run and " + queue + " that wait");
  }

  /** Whoever gives up is still in line, or was let in this moment: {@link #giveBack} knows. */
  private void bound(Vertx vertx, Context context, PluginCall call) {
    long millis = Math.max(1, bulkhead.queueTimeout().toMillis());
    long timer = vertx.setTimer(millis, late -> turn.tryFail(new BusyException(
        call.subject() + " had no place to run in within " + millis + " ms")));
    turn.future().onComplete(done -> vertx.cancelTimer(timer));
    call.cancellation().onCancel(() -> context.runOnContext(now -> turn.tryFail(NOBODY_WAITS)));
  }

  /** Whether it was not had at once. */
  boolean waited() {
    return standing != null;
  }

  /** Succeeds, on the caller's context, when the call may run; fails with {@link BusyException} when that takes too long. */
  Future<Void> admitted() {
    return turn == null ? AT_ONCE : turn.future();
  }

  /** Leaves the line or the place, whichever it has; once, and at the end of every call. */
  void giveBack() {
    if (standing == null || !bulkhead.withdraw(standing)) {
      bulkhead.leave();
    }
    if (turn != null) {
      // One that could not pay waits no longer: its timer would keep the whole call for the rest of its wait.
      turn.tryFail(NOBODY_WAITS);
    }
  }
}
