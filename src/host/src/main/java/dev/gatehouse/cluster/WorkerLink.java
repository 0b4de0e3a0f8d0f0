package dev.gatehouse.cluster;

import dev.gatehouse.feature.bulkhead.BusyException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** An edge's link to one worker process. Thread-safe. Equal only to itself: a worker that was lost and comes back has a new link. */
public interface WorkerLink {

  /** The worker's name, for logs, health and metrics. */
  String worker();

  /**
   * The worker's event-bus address. Unique for each start of a worker process, with at least 64 random bits: messages are sealed for an
   * address, so that those of an earlier process cannot be replayed to the next.
   */
  String address();

  /** Whether the worker answers. False for good after the loss. */
  boolean isAlive();

  /**
   * Sends a message to the worker. Messages from one event loop arrive in their order.
   *
   * @return completed when it is on its way; fails with {@link BusyException} when the worker cannot have received it, otherwise it may
   *     have
   */
  Future<Void> send(Buffer message);

  /** Runs an action once the worker is lost; at once if it is already. On any thread. */
  void onLost(Runnable action);
}
