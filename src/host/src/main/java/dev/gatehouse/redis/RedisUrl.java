package dev.gatehouse.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * A Redis URL whose credentials do not get out: only {@link #address()} is ever shown. The client's own complaint about one it
 * cannot read repeats it whole, so that is found out here.
 */
record RedisUrl(String connectionString, String address) {

  private static final Set<String> SCHEMES = Set.of("redis", "rediss", "valkey", "valkeys");
  private static final int DEFAULT_PORT = 6379;

  /**
   * Reads {@code redis://user:password@host:port/db}, {@code rediss://…} for TLS, or {@code unix:///path}.
   *
   * @throws RedisStartException when it is something else; the text itself is not repeated, it may hold a password
   */
  static RedisUrl parse(String text) {
    URI uri = uri(text);
    if ("unix".equals(uri.getScheme()) && uri.getPath().length() > 1) {
      return new RedisUrl(text, uri.getPath());
    }
    boolean database = uri.getPath().matches("/?|/\\d{1,4}");
    if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null || !database) {
      throw unreadable();
    }
    int port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
    return new RedisUrl(text, uri.getHost() + ':' + port);
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.isOpaque()) {
        throw unreadable();
      }
      return uri;
    } catch (URISyntaxException e) {
      throw unreadable();
    }
  }

  private static RedisStartException unreadable() {
    return new RedisStartException("redis.url is not redis://[user:password@]host[:port][/database], rediss://... or unix:///path"
        + " (special characters in a password are percent-encoded)");
  }

  /** The address, so that a log line that prints the whole record still holds no password. */
  @Override
  public String toString() {
    return address;
  }
}
