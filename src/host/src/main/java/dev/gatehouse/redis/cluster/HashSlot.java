package dev.gatehouse.redis.cluster;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.RequestImpl;
import java.util.List;

/** Computes hash slots (Redis Cluster specification): CRC16 (XMODEM) of a key, or of the hash tag in it, modulo 16384. */
final class HashSlot {

  /** How many slots a cluster has. */
  static final int COUNT = 16_384;
  /** The slot of a command without a key. */
  static final int NONE = -1;

  private static final int POLYNOMIAL = 0x1021;
  private static final int[] CRC = table();

  private HashSlot() {
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int octet = 0; octet < table.length; octet++) {
      int crc = octet << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
      }
      table[octet] = crc & 0xffff;
    }
    return table;
  }

  /** The slot of a command's first key; Redis itself refuses a command whose keys are in several ({@code CROSSSLOT}). */
  static int of(Request request) {
    RequestImpl words = (RequestImpl) request;
    // The client knows no key of this command.
    if (words.command() == Command.MEMORY) {
      return words.getArgs().size() < 2 ? NONE : of(words.getArgs().get(1));
    }
    List<byte[]> keys = words.keys();
    return keys.isEmpty() ? NONE : of(keys.get(0));
  }

  /** The slot of a key. */
  static int of(byte[] key) {
    int from = indexOf(key, '{', 0) + 1;
    int to = from == 0 ? -1 : indexOf(key, '}', from);
    return to > from ? slot(key, from, to) : slot(key, 0, key.length);
  }

  private static int indexOf(byte[] key, char what, int from) {
    for (int i = from; i < key.length; i++) {
      if (key[i] == what) {
        return i;
      }
    }
    return -1;
  }

  private static int slot(byte[] key, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = (crc << 8 ^ CRC[(crc >>> 8 ^ key[i]) & 0xff]) & 0xffff;
    }
    return crc % COUNT;
  }
}
