package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.KeyWalk;
import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.report.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Very many keys in Redis, of which the host has seen up to 50,000: a call, and the heap. */
final class ManyKeys implements Step {

  private static final int SEEN = 50_000;
  private static final int PIPELINED = 1_000;
  private static final double BYTES_PER_MIB = 1 << 20;

  @Override
  public List<Figure> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    try (Site site = Site.running(bench, redis, "keys")) {
      Endpoint one = site.key("demo");
      Figure before = site.callCost("a call with one key", one, "");
      double heap = site.heapMib();
      List<Endpoint> keys = create(redis, site.host.port(), sizes.of("keys"));
      int right = KeyWalk.all(keys);
      String many = String.format("%,d keys, of which %,d have called", sizes.of("keys"), right);
      double grown = (site.heapMib() - heap) * BYTES_PER_MIB / Math.max(1, right);
      return List.of(before, site.callCost(many + ", a call", one, "flat"),
          Figure.once(many + ", heap for each of these", "bytes", grown, ""));
    }
  }

  /** Pipelined; returns those that are to call. */
  private static List<Endpoint> create(RedisProcess redis, int port, int many) throws IOException {
    Random random = new Random();
    List<Endpoint> seen = new ArrayList<>();
    try (Redis connection = redis.connect()) {
      for (int i = 0; i < many; i++) {
        MintedKey key = MintedKey.of(random);
        connection.send(key.command("demo", "tools", "*"));
        if (seen.size() < SEEN) {
          seen.add(new Endpoint(port, key.text()));
        }
        if (i % PIPELINED == PIPELINED - 1 || i == many - 1) {
          read(connection, i % PIPELINED + 1);
        }
      }
    }
    return seen;
  }

  private static void read(Redis connection, int replies) throws IOException {
    for (int i = 0; i < replies; i++) {
      connection.reply();
    }
  }
}
