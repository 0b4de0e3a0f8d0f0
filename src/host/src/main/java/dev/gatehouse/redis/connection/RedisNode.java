package dev.gatehouse.redis.connection;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** One server that holds data, for commands without a key that each of them must be sent, such as {@code SCAN}. */
public interface RedisNode {

  /** The purpose of a command that is optional: that it fails is no problem with Redis. */
  String MAY_FAIL = "";

  /** {@code host:port}. */
  String address();

  /**
   * Sends one command to this server.
   *
   * @param purpose what the command is for, in a word that an operator knows; null for its name; {@link #MAY_FAIL}
   */
  Future<Response> send(Request request, @Nullable String purpose);
}
