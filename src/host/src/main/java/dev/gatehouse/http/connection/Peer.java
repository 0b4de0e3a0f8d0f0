package dev.gatehouse.http.connection;

import java.net.InetSocketAddress;

/**
 * The remote end of a connection: unique among the open connections to a port.
 *
 * @param address an IP address in text
 * @param port its port
 */
record Peer(String address, int port) {

  static Peer of(InetSocketAddress address) {
    return new Peer(address.getAddress().getHostAddress(), address.getPort());
  }
}
