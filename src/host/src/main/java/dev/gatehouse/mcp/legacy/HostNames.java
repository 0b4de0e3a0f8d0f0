package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.gatehouse.rpc.RpcId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Names that no other host gives: of the streams of requests, and the ids of requests to clients. Both tell their host's number, so that
 * whichever host a client reaches knows where they belong.
 */
final class HostNames {

  private static final int NUMBER_BITS = 32;
  private static final long NUMBERS = 1L << NUMBER_BITS;

  private final IntSupplier host;
  private final AtomicLong streams = new AtomicLong();
  private final AtomicLong questions = new AtomicLong();

  /** Names of the host of this number, which has at most 20 bits: a client that counts in doubles gives each id back as it was. */
  HostNames(IntSupplier host) {
    this.host = host;
  }

  /** The number of this host. */
  int host() {
    return host.getAsInt();
  }

  /** The name of another stream. */
  String stream() {
    return host() + "." + streams.incrementAndGet();
  }

  /** The id of another request to a client. */
  RpcId question() {
    return new RpcId(LongNode.valueOf(host() * NUMBERS + questions.incrementAndGet() % NUMBERS));
  }

  /** The number of the host that sent the request of this id; 0 when none did. */
  static int hostOf(RpcId question) {
    JsonNode id = question.json();
    long host = id.canConvertToLong() ? id.longValue() >> NUMBER_BITS : 0;
    return host > 0 && host <= SessionStore.MOST_HOSTS ? (int) host : 0;
  }
}
