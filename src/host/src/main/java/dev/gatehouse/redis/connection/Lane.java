package dev.gatehouse.redis.connection;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** The way to Redis of one event loop: a connection, or one to each master of a cluster. */
public interface Lane {

  /** Whether every connection is open. */
  boolean isOpen();

  /** Sends a command; from any thread, and its answer comes back on the caller's context. */
  Future<Response> send(Request request, @Nullable String purpose);

  /** Runs a task on this event loop after what it is doing now, such as reading from all sockets that have something. */
  void afterTurn(Runnable task);

  /** Runs the health check now; from any thread. */
  void look();
}
