package dev.gatehouse.redis.link;

import dev.gatehouse.redis.connection.RedisNode;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** The only server behind a link. */
record OnlyNode(RedisLink link) implements RedisNode {

  @Override
  public String address() {
    return link.address();
  }

  @Override
  public Future<Response> send(Request request, @Nullable String purpose) {
    return link.send(request, purpose);
  }
}
