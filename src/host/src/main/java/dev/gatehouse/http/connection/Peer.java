package dev.gatehouse.http.connection;

import java.net.InetSocketAddress;

/**
 * The other end of a connection, which no other connection to the same port has while it is open.
 *
 * @param address an IP address in text
 * @param port its port
 */
record Peer(String address, int port) {

  static Peer of(InetSocketAddress address) {
    return new Peer(address.getAddress().getHostAddress(), address.getPort());
  }
}
