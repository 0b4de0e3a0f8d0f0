package dev.gatehouse.feature;

import dev.gatehouse.feature.loop.EventLoop;
import dev.gatehouse.feature.loop.Timeout;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way over the event bus: a message by reference that carries its own reply, so that no reply handler has to be registered,
 * and that is its own deadline. It ends once: with a reply, when its time is over, or when nobody can receive it.
 *
 * <p>Confined to the caller's event loop, but for {@link #receive} and {@link #reply}.
 */
abstract class Delivery extends Timeout {

  /** How a delivery ends. */
  enum Ending {
    /** The feature answered. */
    ANSWERED,
    /** The feature failed inside, and the outcome says so. */
    FAULT,
    /** The arguments were not valid; the feature has not run. */
    NOT_RUN,
    /** There was no room for it; the outcome, if any, says where. */
    BUSY,
    /** The address serves nothing of that name. */
    UNKNOWN,
    /** There is no consumer at the address, or it is gone before it received the call. */
    NO_CONSUMER,
    /** The time is over. */
    TIMEOUT
  }

  private Call call;
  private final EventLoop loop;
  private final Context context;
  private @Nullable Address address;
  private boolean received;
  private boolean ended;

  /**
   * A call that is not on its way yet.
   *
   * @param loop the event loop that the caller is on
   */
  Delivery(Call call, EventLoop loop) {
    this.call = call;
    this.loop = loop;
    this.context = Vertx.currentContext();
  }

  /** What is called. */
  final Call call() {
    return call;
  }

  /** Replaces the call, before it is sent. */
  final void call(Call other) {
    call = other;
  }

  /** The caller's event loop. */
  final EventLoop loop() {
    return loop;
  }

  /** Where it was called: a context of that event loop. */
  final Context context() {
    return context;
  }

  /** Starts the deadline, in so many milliseconds. */
  final void expireIn(long millis) {
    loop.wheel().add(this, millis);
  }

  /** Sends the call: to the consumer on its event loop, else to the one that every version of a plugin has. */
  final void send(EventBus bus, Address to) {
    address = to;
    write(bus, to.on(loop.index()), () -> write(bus, to.toString(), () -> end(Ending.NO_CONSUMER, null)));
  }

  private void write(EventBus bus, String to, Runnable noConsumer) {
    Future<Void> written = bus.<Delivery>sender(to, LocalCodec.OPTIONS).write(this);
    if (!written.succeeded()) {
      written.onFailure(none -> noConsumer.run());
    }
  }

  /** A consumer has it, and will reply. */
  final void receive() {
    received = true;
  }

  /** The consumers of an address are gone: ends the call if none of them has received it. */
  final void lose(Address gone) {
    if (!received && address != null && gone.equals(address)) {
      end(Ending.NO_CONSUMER, null);
    }
  }

  /** Replies; from any thread, and without effect after the end. */
  final void reply(Ending how, @Nullable Outcome outcome) {
    context.runOnContext(now -> end(how, outcome));
  }

  @Override
  protected final void expired() {
    end(Ending.TIMEOUT, null);
  }

  private void end(Ending how, @Nullable Outcome outcome) {
    if (!ended && !(how == Ending.NO_CONSUMER && resent())) {
      ended = true;
      loop.wheel().cancel(this);
      ended(how, outcome);
    }
  }

  /** Sends the call to another address, if there is one: nothing has run. */
  abstract boolean resent();

  /**
   * The end, in the caller's context.
   *
   * @param outcome what the caller gets; null without an answer
   */
  abstract void ended(Ending how, @Nullable Outcome outcome);
}
