package dev.gatehouse.config;

import dev.gatehouse.record.RedisUrl;
import dev.gatehouse.record.RedisUrl.Mode;
import dev.gatehouse.record.Section;
import org.jspecify.annotations.Nullable;

/** The rules that tie the fields of {@code redis} together. */
final class RedisRules {

  private RedisRules() {
  }

  static void check(Section root, RedisConfig redis) {
    RedisTlsConfig tls = redis.tls();
    if ((tls.cert() == null) != (tls.key() == null)) {
      root.fault(tls.cert() == null ? "redis.cert" : "redis.key", "is missing; a certificate and its private key go together");
    }
    if (!root.isFaulty("redis.url")) {
      RedisUrl location = redis.url() == null ? null : RedisUrl.parse(redis.url());
      requireUsableTls(root, tls, location);
      requireFirstDatabase(root, location);
    }
  }

  private static void requireUsableTls(Section root, RedisTlsConfig tls, @Nullable RedisUrl location) {
    if (location == null || !location.tls()) {
      if (!tls.isDefault()) {
        root.fault(tls.ca() == null ? "redis.cert" : "redis.ca", "is for TLS, which redis.url does not ask for: rediss://host:port does");
      }
    } else if (!location.hasStandardHost()) {
      root.fault("redis.url", "the host's name has a character that no certificate can be checked against, such as an underscore;"
          + " use another name of it");
    }
  }

  private static void requireFirstDatabase(Section root, @Nullable RedisUrl location) {
    if (location != null && location.mode() == Mode.CLUSTER && location.database() != null && location.database() != 0) {
      root.fault("redis.url", "names database " + location.database() + "; a Redis Cluster has database 0 alone");
    }
  }
}
