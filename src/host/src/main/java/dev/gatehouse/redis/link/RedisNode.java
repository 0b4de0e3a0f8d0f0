package dev.gatehouse.redis.link;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** One server that holds data, for commands without a key that each of them must be sent, such as {@code SCAN}. */
public interface RedisNode {

  /** {@code host:port}. */
  String address();

  /**
   * Sends one command to this server.
   *
   * @param purpose as for {@link RedisLink#send(Request, String)}
   */
  Future<Response> send(Request request, @Nullable String purpose);
}
