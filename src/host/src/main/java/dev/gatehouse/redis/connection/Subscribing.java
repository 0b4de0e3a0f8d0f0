package dev.gatehouse.redis.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Counts the confirmations of a SUBSCRIBE, one for each channel. */
final class Subscribing {

  private final Promise<Void> done = Promise.promise();
  private int missing;

  Subscribing(int channels) {
    missing = channels;
  }

  /** One channel is subscribed to. */
  void one() {
    if (--missing == 0) {
      done.tryComplete();
    }
  }

  void fail(Throwable cause) {
    done.tryFail(cause);
  }

  /** Completes when all channels are subscribed to. */
  Future<Void> done() {
    return done.future();
  }
}
