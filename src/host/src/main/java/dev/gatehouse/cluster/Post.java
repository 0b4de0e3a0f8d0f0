package dev.gatehouse.cluster;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Sends messages to addresses of other nodes. Thread-safe. */
@FunctionalInterface
public interface Post {

  /**
   * Sends a message to the only consumer of an address. Messages from one event loop to one address arrive in their order.
   *
   * @return completed when it is on its way; fails when nobody listens there
   */
  Future<Void> send(String address, Buffer message);
}
