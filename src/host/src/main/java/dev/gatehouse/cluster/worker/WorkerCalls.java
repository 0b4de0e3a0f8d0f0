package dev.gatehouse.cluster.worker;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.Post;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.tenant.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls that a worker runs for edges. One for each worker process. Thread-safe. */
public final class WorkerCalls {

  /**
   * No calls yet.
   *
   * @param dispatcher runs them
   * @param tenants finds a tenant by its name
   * @param keys the keys of the tenants
   * @param address this worker's event-bus address, unique for each start
   * @param post sends to edges
   */
  public WorkerCalls(Vertx vertx, Dispatcher dispatcher, Function<String, @Nullable Tenant> tenants, ClusterKeys keys, String address,
      Post post) {
    throw new UnsupportedOperationException();
  }

  /** Takes a message that arrived at this worker's address. Does not block; on any thread. */
  public void receive(Buffer message) {
    throw new UnsupportedOperationException();
  }

  /** How many calls run. */
  public int running() {
    throw new UnsupportedOperationException();
  }

  /** Cancels the calls of an edge that is gone. */
  public void lost(String edge) {
    throw new UnsupportedOperationException();
  }
}
