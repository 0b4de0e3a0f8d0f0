package dev.gatehouse.cli;

import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.embedded.EmbeddedRedis;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.TlsWarmUp;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BiFunction;

/** Runs queries against the Redis of a configuration, for commands that start no host. Starts no embedded Redis. */
final class RedisQuery {

  private RedisQuery() {
  }

  static <T> T with(Path file, BiFunction<RedisLink, RedisKeys, Future<T>> question) throws ConfigException {
    return steps(file, (link, keys) -> question.apply(link, keys).await());
  }

  /**
   * Asks several questions, one after the other, on the calling thread.
   *
   * @param steps may block, and wait for what it asks
   */
  static <T> T steps(Path file, BiFunction<RedisLink, RedisKeys, T> steps) throws ConfigException {
    HostConfig config = ConfigLoader.part(file, Set.of("redis"), tenant -> false);
    return BriefVertx.ofOneLoop(vertx -> {
      TlsWarmUp.at(url(config));
      RedisLink link = new RedisLink(vertx, url(config), config.redis().tls(), 1);
      link.connect(config.redis().connectTimeout()).recover(cause -> Future.failedFuture(explained(config, cause))).await();
      return steps.apply(link, new RedisKeys(config.redis().prefix()));
    });
  }

  private static Throwable explained(HostConfig config, Throwable cause) {
    return config.redis().url() == null && cause instanceof RedisStartException
        ? new RedisStartException(
            cause.getMessage() + "; redis.url is not set, so this is the embedded Redis, which runs while a host does")
        : cause;
  }

  private static String url(HostConfig config) {
    return config.redis().url() != null ? config.redis().url() : EmbeddedRedis.urlOf(config.redis().embedded());
  }
}
