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
        .recover(cause -> refuse(link, "does not answer INFO: " + cause.getMessage()))
        .compose(info -> verify(link, info.toString()));
  }

  private static Future<Void> verify(RedisLink link, String info) {
    Matcher version = VERSION.matcher(info);
    Matcher policy = POLICY.matcher(info);
    if (!version.find() || !policy.find()) {
      return refuse(link, "does not tell its redis_version and maxmemory_policy in INFO");
    }
    if (!recent(Integer.parseInt(version.group(2)), Integer.parseInt(version.group(3)))) {
      return refuse(link, "is version " + version.group(1) + "; 6.2 or newer is needed");
    }
    if (!policy.group(1).equals("noeviction")) {
      return refuse(link, "has maxmemory-policy " + policy.group(1) + ", which could evict revocations; set it to noeviction");
    }
    return Future.succeededFuture();
  }

  /** Whether a version is at least 6.2. */
  static boolean recent(int major, int minor) {
    return major > 6 || major == 6 && minor >= 2;
  }

  private static <T> Future<T> refuse(RedisLink link, String why) {
    return Future.failedFuture(new RedisStartException("Redis at " + link.address() + " (redis.url) " + why));
  }
}
