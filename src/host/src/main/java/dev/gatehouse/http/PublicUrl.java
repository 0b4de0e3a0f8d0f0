package dev.gatehouse.http;

import dev.gatehouse.config.HttpConfig;
import java.util.Optional;

/** The URL for clients to connect to: the bind address may be a wildcard. */
public final class PublicUrl {

  private PublicUrl() {
  }

  /**
   * The URL without a path.
   *
   * @param port the one bound, which the system chose when 0 was configured
   */
  public static String of(HttpConfig http, int port) {
    return (http.tls() == null ? "http://" : "https://") + authority(http, port);
  }

  private static String authority(HttpConfig http, int port) {
    return switch (http.host()) {
      case "0.0.0.0" -> named(http, port).orElse("127.0.0.1:" + port);
      case "::", "0:0:0:0:0:0:0:0" -> named(http, port).orElse("[::1]:" + port);
      default -> (http.host().indexOf(':') >= 0 ? "[" + http.host() + "]" : http.host()) + ":" + port;
    };
  }

  /** A name that the operator allows. One without a port is the proxy's where a proxy ends TLS, and this port's where the host does. */
  private static Optional<String> named(HttpConfig http, int port) {
    String end = ":" + port;
    return http.allowedHosts().stream().filter(name -> name.endsWith(end)).findFirst()
        .or(() -> http.tls() == null ? Optional.empty()
            : http.allowedHosts().stream().filter(name -> name.indexOf(':') < 0).findFirst().map(name -> name + end));
  }
}
