package dev.gatehouse.redis;

import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tests of something behind a link share: a real, empty Redis and a link to it. */
@ExtendWith(VertxExtension.class)
public abstract class LinkedTest {

  @RegisterExtension
  public static final RedisExtension redis = RedisExtension.ofItsOwn();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public static final RedisKeys KEYS = new RedisKeys("mcp:");

  public Vertx vertx;
  public RedisLink link;

  @BeforeEach
  final void connect(Vertx vertx) {
    this.vertx = vertx;
    redis.flush();
    link = link();
  }

  public final RedisLink link() {
    return link(redis.url());
  }

  public final RedisLink link(String url) {
    RedisLink fresh = new RedisLink(vertx, RedisEndpoint.parse(url, RedisTlsConfig.DEFAULT), commandTimeout(), 10_000,
        VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
    fresh.connect(PATIENCE).await();
    return fresh;
  }

  /** How long a command may take: on a slow machine long, unless it is a test's matter that it is too long. */
  protected Duration commandTimeout() {
    return PATIENCE;
  }

  @AfterEach
  final void close() {
    link.close().await();
  }
}
