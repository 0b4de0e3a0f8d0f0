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

/** Runs one query against the Redis of a configuration, for commands that start no host. Starts no embedded Redis. */
final class RedisQuery {

  private RedisQuery() {
  }

  static <T> T with(Path file, BiFunction<RedisLink, RedisKeys, Future<T>> question) throws ConfigException {
    HostConfig config = ConfigLoader.part(file, Set.of("redis"), tenant -> false);
    return BriefVertx.with(vertx -> {
      TlsWarmUp.at(url(config));
      RedisLink link = new RedisLink(vertx, url(config), config.redis().tls(), 1);
      return link.connect(config.redis().connectTimeout())
          .recover(cause -> Future.failedFuture(explained(config, cause)))
          .compose(connected -> question.apply(link, new RedisKeys(config.redis().prefix())))
          .await();
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
