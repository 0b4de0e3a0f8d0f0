package dev.gatehouse.bench;

/**
 * Where calls go, and with which key.
 *
 * @param port on loopback
 * @param key the key's text
 */
public record Endpoint(int port, String key) {

  @Override
  public String toString() {
    return "127.0.0.1:" + port;
  }
}
