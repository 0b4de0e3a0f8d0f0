package dev.gatehouse.redis;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tests of something behind a link share: a real, empty Redis and a link to it. */
@ExtendWith(VertxExtension.class)
abstract class LinkedTest {

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  static final RedisKeys KEYS = new RedisKeys("mcp:");

  Vertx vertx;
  RedisLink link;

  @BeforeEach
  final void connect(Vertx vertx) {
    this.vertx = vertx;
    redis.flush();
    link = link();
  }

  final RedisLink link() {
    return link(redis.url());
  }

  final RedisLink link(String url) {
    RedisLink fresh = new RedisLink(vertx, url);
    fresh.connect(Duration.ofSeconds(5)).await();
    return fresh;
  }

  @AfterEach
  final void close() {
    link.close().await();
  }
}
