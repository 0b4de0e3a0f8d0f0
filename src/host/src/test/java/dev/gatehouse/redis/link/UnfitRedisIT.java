package dev.gatehouse.redis.link;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.connection.RedisStartException;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A start names what is wrong with a Redis that answers and will not do. */
@ExtendWith(VertxExtension.class)
class UnfitRedisIT {

  @RegisterExtension
  static final RedisExtension node = RedisExtension.with("--cluster-enabled", "yes", "--cluster-port", String.valueOf(busPort()));

  @RegisterExtension
  static final RedisExtension replica = RedisExtension.with("--replicaof", "127.0.0.1 1");

  private static int busPort() {
    try {
      return RedisExtension.freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refused(Vertx vertx, RedisExtension redis, String why) {
    assertThatThrownBy(() -> new RedisLink(vertx, redis.url()).connect(Duration.ofMinutes(5)).await()).as("at once")
        .isInstanceOf(RedisStartException.class).hasMessageStartingWith("Redis at 127.0.0.1:" + redis.port() + " (redis.url) " + why);
  }

  @Test
  void a_node_of_a_cluster_is_refused(Vertx vertx) {
    refused(vertx, node, "is a node of a Redis Cluster");
  }

  @Test
  void a_replica_is_refused(Vertx vertx) {
    refused(vertx, replica, "is a read-only replica");
  }
}
