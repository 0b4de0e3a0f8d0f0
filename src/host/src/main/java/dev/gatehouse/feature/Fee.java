package dev.gatehouse.feature;

import io.vertx.core.Future;

/** What a call costs its caller: taken once it has a place or stands in line for one, given back when it could not run after all. */
@FunctionalInterface
public interface Fee {

  /** Costs nothing. */
  Fee NONE = Future::succeededFuture;

  /** Takes it. The call fails as this fails. */
  Future<Void> take();

  /** Gives back what was taken; does nothing when nothing was. */
  default Future<Void> giveBack() {
    return Future.succeededFuture();
  }
}
