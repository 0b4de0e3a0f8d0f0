package dev.gatehouse.config;

import dev.gatehouse.record.Cidr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public port.
 *
 * @param host the name or address to bind, an IPv6 address without brackets
 * @param port the port to bind; 0 takes any free one
 * @param tls the certificate to serve, or null for plain HTTP
 * @param plainHttp whether plain HTTP is meant where the address is not loopback, because a proxy ends TLS
 * @param allowedHosts values of the Host header that are accepted, {@code host[:port]} in lower case; empty accepts any
 * @param allowedOrigins values of the Origin header that are accepted, {@code scheme://host[:port]} as a browser sends it:
 *     lower case, without the scheme's own port; or {@code null}, a page without an origin of its own
 * @param trustedProxies whose X-Forwarded-For and X-Forwarded-Prefix are believed
 * @param publicUrl the base of the URLs by which clients know this host, without a slash at the end; null for that of the bind address
 * @param maxBody the longest request body, in bytes
 * @param h2c whether HTTP/2 is spoken without TLS
 * @param connections bounds of the connections to the port
 */
public record HttpConfig(String host, int port, @Nullable TlsConfig tls, boolean plainHttp, List<String> allowedHosts,
    List<String> allowedOrigins, List<Cidr> trustedProxies, @Nullable String publicUrl, long maxBody, boolean h2c,
    ConnectionsConfig connections) {

  private static final Cidr LOOPBACK_4 = Cidr.parse("127.0.0.0/8");
  private static final Cidr LOOPBACK_6 = Cidr.parse("::1");

  /** Keeps unmodifiable copies of the lists. */
  public HttpConfig {
    allowedHosts = List.copyOf(allowedHosts);
    allowedOrigins = List.copyOf(allowedOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Whether only this machine can reach the port: the host is {@code localhost}, in 127.0.0.0/8, or {@code ::1}. */
  public boolean loopback() {
    return isLoopback(host);
  }

  /** Whether the port is bound on all addresses of the machine, none of which is a name for clients. */
  public boolean wildcard() {
    return isWildcard(host);
  }

  /** Whether a host to bind means all addresses of the machine. */
  public static boolean isWildcard(String host) {
    return host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
  }

  /** Whether only this machine reaches what is bound to a host. */
  public static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost") || LOOPBACK_4.contains(host) || LOOPBACK_6.contains(host);
  }
}
