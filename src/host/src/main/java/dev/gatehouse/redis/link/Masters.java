package dev.gatehouse.redis.link;

import dev.gatehouse.record.RedisUrl.Server;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Which server is the master now. Thread-safe. What is optional does for a server that the configuration names. */
interface Masters {

  /** A connection, which is told when the master changes. */
  interface Guest {

    /**
     * Gives up a connection to a server that is no longer {@link Masters#isCurrent current}.
     *
     * @return completes when this is done
     */
    Future<Void> leave();
  }

  /** The server to connect to; fails with {@link SentinelException} when nobody names it. */
  Future<RedisEndpoint> find();

  /** Whether this server is still the master, as far as is known. */
  default boolean isCurrent(RedisEndpoint server) {
    return true;
  }

  /** Whether this server may be used by what it says of itself; fails with {@link UnfitRedisException}. */
  default Future<Void> verify(RedisEndpoint server, String info) {
    return RedisChecks.verify(info);
  }

  /** Logs a warning for each master from now on that may lose what it has taken. A host asks for it, a short command does not. */
  default void warnOfLoss() {
    // There is no fail-over.
  }

  /** Adds a connection that must leave when the master changes. */
  default void add(Guest guest) {
    // The master never changes.
  }

  /** Removes a connection. */
  default void remove(Guest guest) {
    // Nothing was added.
  }

  /** Completes when no connection is open any more to a server that was the master before. */
  default Future<Void> settled() {
    return Future.succeededFuture();
  }

  /** The address of the master; null while nobody has named one, and where the configuration names it. */
  default @Nullable Server named() {
    return null;
  }

  /** Why a connection could not be opened, for an operator. */
  default String reason(Throwable failure) {
    return OpenFailure.reason(failure);
  }

  /** Starts to look for the master. */
  default Future<Void> start() {
    return Future.succeededFuture();
  }

  /** Stops. */
  default Future<Void> stop() {
    return Future.succeededFuture();
  }
}
