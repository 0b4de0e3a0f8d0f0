package dev.gatehouse.bench.units;

import dev.gatehouse.bench.BuiltHost;
import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Streams;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.growth.Site;
import dev.gatehouse.bench.growth.Sizes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What a change of a record costs that every host hears of, by the number of hosts; what a revocation costs by the number of keys that have
 * a stream open; what the end of a stream costs; and what a host costs Redis that nobody calls.
 */
final class RevocationUnits implements UnitStep {

  private static final int MOST_HOSTS = 3;
  private static final int PER_SECOND = 100;
  /** Each asks about all keys in use, so not too many. */
  private static final int PER_SECOND_IN_USE = 20;
  private static final int STREAMS_OF_A_KEY = 50;
  private static final int SETTLE_MILLIS = 5_000;

  private final Random random = new Random();

  @Override
  public List<Unit> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    List<Unit> units = new ArrayList<>();
    List<Site> sites = new ArrayList<>();
    try {
      for (int hosts = 1; hosts <= MOST_HOSTS; hosts++) {
        sites.add(new Site(bench, redis, "hears-" + hosts, "-Xmx256m").start());
        Thread.sleep(SETTLE_MILLIS);
        units.addAll(heard(redis, sites.stream().map(Site::host).toList(), sizes));
      }
      sites.stream().skip(1).forEach(Site::close);
      units.addAll(inUse(redis, sites.get(0), sizes));
    } finally {
      sites.forEach(Site::close);
    }
    return units;
  }

  private List<Unit> heard(RedisProcess redis, List<BuiltHost> hosts, Sizes sizes) throws IOException, InterruptedException {
    int seconds = sizes.of("watched");
    changes(redis, 1, PER_SECOND, true);
    List<Unit> units = new ArrayList<>();
    List<Spent> silent = new ArrayList<>();
    List<Spent> revoked = new ArrayList<>();
    List<Spent> changed = new ArrayList<>();
    for (int round = 0; round < sizes.of("rounds"); round++) {
      Spent nothing = Spent.during(redis, hosts, seconds);
      silent.add(nothing);
      revoked.add(Spent.during(redis, hosts, () -> changes(redis, seconds, PER_SECOND, true)).without(nothing));
      changed.add(Spent.during(redis, hosts, () -> changes(redis, seconds, PER_SECOND, false)).without(nothing));
    }
    int many = hosts.size();
    units.addAll(of("idle." + many, "an idle host, a second", silent, seconds * many, 1));
    units.addAll(of("revocation." + many, "a revocation of a key that nobody uses", revoked, seconds * PER_SECOND, many));
    units.addAll(of("change." + many, "a change of a key's record", changed, seconds * PER_SECOND, many));
    return units;
  }

  /**
   * Units of some rounds.
   *
   * @param times how often what is measured was done in a round
   */
  private static List<Unit> of(String id, String what, List<Spent> rounds, double times, int hosts) {
    return List.of(
        new Unit(id + ".host", what, "µs of each host", rounds.stream().map(spent -> spent.hostMicros() / times / hosts).toList()),
        new Unit(id + ".redis", what, "µs of Redis", rounds.stream().map(spent -> spent.redisMicros() / times).toList()),
        new Unit(id + ".commands", what, "commands", rounds.stream().map(spent -> spent.redis().commands() / times).toList()),
        new Unit(id + ".out", what, "bytes from Redis", rounds.stream().map(spent -> spent.redis().out() / times).toList()));
  }

  /** One command at a time, evenly. */
  private void changes(RedisProcess redis, int seconds, int perSecond, boolean revocations) throws IOException, InterruptedException {
    List<String[]> commands = new ArrayList<>();
    for (int i = 0; i < seconds * perSecond; i++) {
      String id = MintedKey.of(random).id();
      commands.add(revocations ? new String[] {"SADD", "mcp:revoked", id} : new String[] {"HSET", "mcp:key:" + id, "tenant", "demo"});
    }
    evenly(redis, perSecond, commands.iterator());
  }

  private static void evenly(RedisProcess redis, int perSecond, Iterator<String[]> commands) throws IOException, InterruptedException {
    try (Redis connection = redis.connect()) {
      long begun = System.nanoTime();
      for (int i = 1; commands.hasNext(); i++) {
        connection.ask(commands.next());
        TimeUnit.NANOSECONDS.sleep(begun + i * TimeUnit.SECONDS.toNanos(1) / perSecond - System.nanoTime());
      }
    }
  }

  private List<Unit> inUse(RedisProcess redis, Site site, Sizes sizes) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    try {
      List<Unit> units = new ArrayList<>(keysInUse(vertx, redis, site, sizes));
      units.add(ends(vertx, redis, site, sizes));
      return units;
    } finally {
      vertx.close().await();
    }
  }

  private List<Unit> keysInUse(Vertx vertx, RedisProcess redis, Site site, Sizes sizes) throws IOException, InterruptedException {
    int many = sizes.of("open");
    int seconds = sizes.of("watched");
    List<Endpoint> keys = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      keys.add(site.key("demo"));
    }
    List<BuiltHost> hosts = List.of(site.host());
    List<Double> host = new ArrayList<>();
    List<Double> asked = new ArrayList<>();
    try (Streams streams = Streams.open(vertx, keys, false, many)) {
      changes(redis, seconds, PER_SECOND_IN_USE, true);
      for (int round = 0; round < sizes.of("rounds"); round++) {
        Spent nothing = Spent.during(redis, hosts, seconds);
        Spent spent = Spent.during(redis, hosts, () -> changes(redis, seconds, PER_SECOND_IN_USE, true)).without(nothing);
        double each = (double) seconds * PER_SECOND_IN_USE * streams.count();
        host.add(spent.hostMicros() / each);
        asked.add(spent.redisMicros() / each);
      }
    }
    return List.of(new Unit("inuse.host", "a revocation of another key, for each key with an open stream or call", "µs of its host", host),
        new Unit("inuse.redis", "the same", "µs of Redis", asked));
  }

  private Unit ends(Vertx vertx, RedisProcess redis, Site site, Sizes sizes) throws IOException, InterruptedException {
    List<Double> host = new ArrayList<>();
    List<BuiltHost> hosts = List.of(site.host());
    for (int round = 0; round < sizes.of("rounds"); round++) {
      List<MintedKey> keys = new ArrayList<>();
      try (Redis connection = redis.connect()) {
        for (int i = 0; i < Math.max(1, sizes.of("open") / STREAMS_OF_A_KEY); i++) {
          keys.add(MintedKey.create(connection, random, "demo", "tools", "*"));
        }
      }
      int port = site.host().port();
      try (Streams streams = Streams.open(vertx, keys.stream().map(key -> new Endpoint(port, key.text())).toList(), false,
          keys.size() * STREAMS_OF_A_KEY)) {
        Thread.sleep(SETTLE_MILLIS);
        int open = streams.count();
        Spent nothing = Spent.during(redis, hosts, sizes.of("watched"));
        Iterator<String[]> commands = keys.stream().map(key -> new String[] {"SADD", "mcp:revoked", key.id()}).iterator();
        Spent spent = Spent.during(redis, hosts, () -> {
          evenly(redis, PER_SECOND_IN_USE, commands);
          TimeUnit.SECONDS.sleep(1);
        }).without(nothing);
        if (streams.count() > 0) {
          throw new IOException(streams.count() + " of " + open + " streams are open whose keys are revoked");
        }
        host.add(spent.hostMicros() / open);
      }
    }
    return new Unit("end.host", "a stream that ends because its key is revoked", "µs of its host", host);
  }
}
