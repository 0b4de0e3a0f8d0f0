package dev.gatehouse.config;

import dev.gatehouse.record.RedisUrl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Redis, which holds keys, limits, usage and audit.
 *
 * @param url {@code redis://}, {@code unix://}, {@code redis+sentinel://} or {@code redis+cluster://}, with {@code rediss} for TLS, possibly
 *     with a password; null starts the embedded server
 * @param prefix what the name of every key in Redis starts with, for example {@code mcp:}
 * @param connectTimeout how long the start waits for an answer
 * @param tls how TLS is trusted, {@code redis.ca}, {@code redis.cert} and {@code redis.key}
 * @param embedded the server that is started when there is no url
 */
public record RedisConfig(@Nullable String url, String prefix, Duration connectTimeout, RedisTlsConfig tls, EmbeddedRedisConfig embedded) {

  /** All but the url's user, password and parameters, any of which can hold a secret. */
  @Override
  public String toString() {
    return "RedisConfig[url=" + RedisUrl.withoutSecrets(url) + ", prefix=" + prefix + ", connectTimeout=" + connectTimeout
        + ", tls=" + tls + ", embedded=" + embedded + "]";
  }
}
