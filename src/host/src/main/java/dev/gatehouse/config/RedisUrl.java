package dev.gatehouse.config;

import java.net.URI;
import java.util.Set;

/** The forms of {@code redis.url} that the Redis client takes, found out before it is asked: its own message shows the url. */
final class RedisUrl {

  static final String ALLOWED = "a url such as redis://host:6379/0, rediss://user:password@host:6379 or unix:///run/redis.sock";

  private static final Set<String> TCP = Set.of("redis", "rediss", "valkey", "valkeys");

  private RedisUrl() {
  }

  /** The url as it was, or IllegalArgumentException, whose message must not be shown. */
  static String check(String url) {
    URI uri = URI.create(url);
    if (!(isTcp(uri) || isSocket(uri))) {
      throw new IllegalArgumentException();
    }
    return url;
  }

  private static boolean isTcp(URI uri) {
    return uri.getScheme() != null && TCP.contains(uri.getScheme()) && uri.getHost() != null && uri.getPort() <= 65535
        && uri.getPath().matches("(/\\d{0,5})?");
  }

  private static boolean isSocket(URI uri) {
    return "unix".equals(uri.getScheme()) && uri.getPath() != null && uri.getPath().length() > 1;
  }

  /** Scheme, host, port and path: a user, a password and parameters (they can be a password too) are left out. */
  static String withoutSecrets(String url) {
    if (url == null) {
      return null;
    }
    try {
      URI uri = URI.create(url);
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      return uri.getScheme() + "://" + (uri.getHost() == null ? "" : uri.getHost()) + port + uri.getPath();
    } catch (IllegalArgumentException e) {
      return "(unreadable)";
    }
  }
}
