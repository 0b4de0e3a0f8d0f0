package dev.gatehouse.redis.link;

import dev.gatehouse.record.RedisUrl.Server;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Which server is the master now. Thread-safe. */
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
  boolean isCurrent(RedisEndpoint server);

  /** Whether this server may be used by what it says of itself; fails with {@link UnfitRedisException}. */
  default Future<Void> verify(RedisEndpoint server, String info) {
    return RedisChecks.verify(info);
  }

  /** Adds a connection that must leave when the master changes. */
  void add(Guest guest);

  /** Removes a connection. */
  void remove(Guest guest);

  /** Completes when no connection is open any more to a server that was the master before. */
  Future<Void> settled();

  /** The address of the master; null while nobody has named one, and where the configuration names it. */
  @Nullable
  Server named();

  /** Why a connection could not be opened, for an operator. */
  default String reason(Throwable failure) {
    return OpenFailure.reason(failure);
  }

  /** Starts to look for the master. */
  Future<Void> start();

  /** Stops. */
  Future<Void> stop();
}
