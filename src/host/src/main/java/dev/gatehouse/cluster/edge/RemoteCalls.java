package dev.gatehouse.cluster.edge;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.WorkerLink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** The calls that an edge has under way on workers. One for each edge. Thread-safe. */
public final class RemoteCalls {

  /**
   * No calls yet.
   *
   * @param keys the keys of the tenants
   * @param address this edge's event-bus address, unique for each start
   */
  public RemoteCalls(Vertx vertx, ClusterKeys keys, String address) {
    throw new UnsupportedOperationException();
  }

  /** Takes a message that arrived at this edge's address. Does not block; on any thread. */
  public void receive(Buffer message) {
    throw new UnsupportedOperationException();
  }

  /** How many calls a worker has of this edge. */
  public int running(WorkerLink link) {
    throw new UnsupportedOperationException();
  }
}
