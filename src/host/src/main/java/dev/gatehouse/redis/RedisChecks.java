package dev.gatehouse.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must be true of any Redis before the host trusts it with revocations. Asks INFO, which needs fewer rights than CONFIG. */
public final class RedisChecks {

  private static final Pattern VERSION = Pattern.compile("(?m)^redis_version:((\\d+)\\.(\\d+)\\S*)");
  private static final Pattern POLICY = Pattern.compile("(?m)^maxmemory_policy:(\\S+)");

  private RedisChecks() {
  }

  /**
   * Looks at the Redis behind the link.
   *
   * @return fails with {@link RedisStartException} when it is older than 6.2, when it may evict keys, or when it will not tell
   */
  public static Future<Void> verify(RedisLink link) {
    return link.send(Request.cmd(Command.INFO))
        .map(info -> objection(info.toString()))
        .otherwise(cause -> "does not answer INFO: " + cause.getMessage())
        .compose(objection -> objection == null
            ? Future.succeededFuture()
            : Future.failedFuture(new RedisStartException("Redis at " + link.address() + " (redis.url) " + objection)));
  }

  /** What speaks against a Redis with this INFO, or null. */
  static String objection(String info) {
    Matcher version = VERSION.matcher(info);
    Matcher policy = POLICY.matcher(info);
    if (!version.find() || !policy.find()) {
      return "does not tell its redis_version and maxmemory_policy in INFO";
    }
    if (!recent(Integer.parseInt(version.group(2)), Integer.parseInt(version.group(3)))) {
      return "is version " + version.group(1) + "; 6.2 or newer is needed";
    }
    if (!policy.group(1).equals("noeviction")) {
      return "has maxmemory-policy " + policy.group(1) + ", which could evict revocations; set it to noeviction";
    }
    return null;
  }

  /** Whether a version is at least 6.2. */
  static boolean recent(int major, int minor) {
    return major > 6 || major == 6 && minor >= 2;
  }
}
