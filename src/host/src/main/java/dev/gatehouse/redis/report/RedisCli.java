package dev.gatehouse.redis.report;

import dev.gatehouse.record.RedisUrl;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an operator's redis-cli reaches the Redis of this host.
 *
 * @param program the command's name, with the port where it is not the default one
 * @param hint what else redis-cli needs, in one sentence for an operator; holds no user and no password
 * @param cluster whether it is a Redis Cluster, which refuses scripts with keys in several slots
 */
public record RedisCli(String program, @Nullable String hint, boolean cluster) {

  /** One that needs no options. */
  public static final RedisCli PLAIN = new RedisCli("redis-cli", null, false);

  private static final int DEFAULT_PORT = 6379;

  /** For the embedded Redis. */
  public static RedisCli embedded(int port, Path passwordFile) {
    return new RedisCli(port == DEFAULT_PORT ? PLAIN.program : PLAIN.program + " -p " + port,
        "The embedded Redis asks redis-cli for a password: export it as REDISCLI_AUTH from the file " + passwordFile + ".", false);
  }

  /** For a Redis that the configuration names: the hint says where it is. */
  public static RedisCli of(RedisUrl url) {
    return new RedisCli(PLAIN.program, "redis-cli needs the options that reach this Redis: " + place(url) + (url.tls() ? ", --tls" : "")
        + (url.database() == null || url.database() == 0 ? "" : ", -n " + url.database())
        + ", and a user and password if it asks for them.", url.mode() == RedisUrl.Mode.CLUSTER);
  }

  private static String place(RedisUrl url) {
    if (url.path() != null) {
      return "-s for " + url.path();
    }
    return switch (url.mode()) {
      case SINGLE -> "-h and -p for " + url.address();
      case CLUSTER -> "-c, -h and -p for " + url.address();
      case SENTINEL -> "-h and -p for the master that the Sentinels name (" + url.address() + ")";
    };
  }
}
