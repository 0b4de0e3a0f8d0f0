package dev.gatehouse.config;

import org.jspecify.annotations.Nullable;

/**
 * The admin port: health, metrics and the console.
 *
 * @param host the name or address to bind, an IPv6 address without brackets
 * @param port the port to bind; 0 takes any free one
 * @param token what an operator must send to see the console; null asks for nothing, and is allowed on loopback alone
 */
public record AdminConfig(String host, int port, @Nullable String token) {

  /** A port whose console asks for no token. */
  public AdminConfig(String host, int port) {
    this(host, port, null);
  }

  /** Whether only this machine can reach the port. */
  public boolean loopback() {
    return HttpConfig.isLoopback(host);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "AdminConfig[host=" + host + ", port=" + port + ", token=" + (token == null ? "none" : "set") + "]";
  }
}
