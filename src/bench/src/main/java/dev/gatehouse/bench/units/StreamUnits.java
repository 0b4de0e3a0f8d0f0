package dev.gatehouse.bench.units;

import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.RedisStats;
import dev.gatehouse.bench.Streams;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.growth.Site;
import dev.gatehouse.bench.growth.Sizes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Open and silent streams of both eras: heap, processor time, and what a session takes in Redis. */
final class StreamUnits implements UnitStep {

  private static final int OF_A_KEY = 50;
  private static final int WARM_UP = 200;
  private static final int SETTLE_MILLIS = 3_000;
  private static final double BYTES_PER_MIB = 1 << 20;

  @Override
  public List<Unit> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    List<Unit> units = new ArrayList<>();
    for (boolean older : List.of(false, true)) {
      try (Site site = Site.running(bench, redis, older ? "sessions" : "subscriptions")) {
        units.addAll(of(site, redis, older, sizes));
      }
    }
    return units;
  }

  private static List<Unit> of(Site site, RedisProcess redis, boolean older, Sizes sizes) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    try {
      List<Endpoint> keys = new ArrayList<>();
      for (int i = 0; i < Math.max(1, sizes.of("open") / OF_A_KEY); i++) {
        keys.add(site.key("demo"));
      }
      Streams.open(vertx, keys, older, WARM_UP).close();
      Thread.sleep(SETTLE_MILLIS);
      return of(vertx, site, redis, keys, older, sizes);
    } finally {
      vertx.close().await();
    }
  }

  private static List<Unit> of(Vertx vertx, Site site, RedisProcess redis, List<Endpoint> keys, boolean older, Sizes sizes)
      throws IOException, InterruptedException {
    Spent silent = Spent.during(redis, List.of(site.host()), sizes.of("watched"));
    double heap = site.heapMib();
    RedisStats before = RedisStats.of(redis);
    Streams streams = Streams.open(vertx, keys, older, sizes.of("open"));
    int open = streams.count();
    Thread.sleep(SETTLE_MILLIS);
    RedisStats opened = RedisStats.of(redis).since(before);
    double grown = (site.heapMib() - heap) * BYTES_PER_MIB / open;
    List<Double> host = new ArrayList<>();
    List<Double> asked = new ArrayList<>();
    for (int part = 0; part < sizes.of("rounds"); part++) {
      Spent watched = Spent.during(redis, List.of(site.host()), sizes.of("watched"));
      host.add((watched.hostMicros() - silent.hostMicros()) / watched.seconds() / open);
      asked.add((watched.redisMicros() - silent.redisMicros()) / watched.seconds() / open);
    }
    if (streams.count() < open) {
      throw new IOException("only " + streams.count() + " of " + open + " streams stayed open");
    }
    streams.close();
    return older ? sessions(redis, opened, open, grown, host, asked)
        : List.of(Unit.once("stream.heap", "an open stream of 2026-07-28", "bytes of heap", grown),
            new Unit("stream.idle", "the same, silent", "µs of the host each second", host));
  }

  private static List<Unit> sessions(RedisProcess redis, RedisStats opened, int open, double grown, List<Double> host, List<Double> asked)
      throws IOException {
    List<Unit> units = new ArrayList<>(List.of(Unit.once("sessionstream.heap", "an open stream of a session", "bytes of heap", grown),
        new Unit("sessionstream.idle", "the same, silent", "µs of the host each second", host)));
    try (Redis connection = redis.connect()) {
      if (!Names.matching(connection, "mcp:session:*").isEmpty()) {
        units.add(new Unit("sessionstream.redis", "the same, silent", "µs of Redis each second", asked));
        units.add(Unit.once("sessionrecord.bytes", "a session, its place in the tenant's list included", "bytes of Redis",
            opened.memory() / (double) open));
        units.add(Unit.once("sessionrecord.commands", "the opening of a session with a stream", "commands of Redis",
            opened.commands() / (double) open));
      }
    }
    return units;
  }
}
