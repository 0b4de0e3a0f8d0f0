package dev.gatehouse.http;

import dev.gatehouse.record.Cidr;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Determines the client address: the rightmost {@code X-Forwarded-For} entry that is not a trusted proxy, used only when a trusted proxy
 * sent it. The client itself may have written anything to the left of that entry.
 */
final class ClientAddress {

  private final List<Cidr> trusted;

  ClientAddress(List<Cidr> trusted) {
    this.trusted = trusted;
  }

  String of(HttpServerRequest request) {
    String peer = request.remoteAddress().hostAddress();
    if (!isTrusted(peer)) {
      return peer;
    }
    String[] hops = String.join(",", request.headers().getAll("X-Forwarded-For")).split(",");
    String client = peer;
    for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
      String hop = bare(hops[i].strip());
      if (hop.isEmpty()) {
        break;
      }
      client = hop;
    }
    return client;
  }

  private boolean isTrusted(String address) {
    return Cidr.anyContains(trusted, address);
  }

  /** Some proxies write a port, and brackets around IPv6. */
  private static String bare(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }
}
