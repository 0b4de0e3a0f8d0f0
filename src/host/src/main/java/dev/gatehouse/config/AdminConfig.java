package dev.gatehouse.config;

/**
 * The admin port: health and metrics.
 *
 * @param host the name or address to bind, an IPv6 address without brackets
 * @param port the port to bind; 0 takes any free one
 */
public record AdminConfig(String host, int port) {

  /** Whether only this machine can reach the port. */
  public boolean loopback() {
    return HttpConfig.isLoopback(host);
  }
}
