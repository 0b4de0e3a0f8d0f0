package dev.gatehouse.bench.units;

import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.KeyWalk;
import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.RedisStats;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.growth.Site;
import dev.gatehouse.bench.growth.Sizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Records in Redis: the bytes of each, what the first call of a key costs, what the host keeps of a key that it knows, and how long it
 * takes to go through all names.
 */
final class RecordUnits implements UnitStep {

  private static final String TENANT = "demo";
  private static final int PIPELINED = 1_000;
  private static final int FEW = 9;
  private static final int WARM_UP = 4;
  private static final int SCANS = 5;
  private static final int WRITTEN_MILLIS = 500;
  private static final double MIB = 1 << 20;
  private static final double NANOS_OF_MICRO = 1_000;
  private static final String BYTES = "bytes of Redis";
  /** Of which a cell is left for a while after one call. */
  private static final String RATE = "10000/1d";

  private final Random random = new Random();

  @Override
  public List<Unit> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    int many = sizes.of("records");
    List<Unit> units = new ArrayList<>();
    try (Site site = Site.running(bench, redis, "records"); Redis connection = redis.connect()) {
      KeyWalk.all(keys(connection, site, many / WARM_UP));
      double heap = site.heapMib();
      List<Endpoint> keys = new ArrayList<>();
      units.add(
          bytes("keyrecord", "a key's record, with owner, name and rate", redis, many, () -> keys.addAll(keys(connection, site, many))));
      units.add(bytes("tenantrecord", "a tenant's record, with rate and quota", redis, many,
          () -> create(connection, many, i -> words("HSET mcp:tenant:t" + i + " rate 1000/1m quota 1000000/1d"))));
      units.add(bytes("revoked", "a revocation", redis, many,
          () -> create(connection, many, i -> words("SADD mcp:revoked " + MintedKey.of(random).id()))));
      units.addAll(firstCalls(site, redis, keys));
      units.add(Unit.once("known.heap", "a key that a host knows", "bytes of heap", (site.heapMib() - heap) * MIB / many));
      await(connection, many);
      units.add(new Unit("usage.bytes", "usage of a key on a day, one tool", BYTES, Names.bytes(connection, "mcp:usage:{demo}:*", FEW)));
      units.add(new Unit("seen.bytes", "the last use of a key", BYTES, Names.bytes(connection, "mcp:seen:*", FEW)));
      units.add(new Unit("cell.bytes", "a limit that is not whole", BYTES, Names.bytes(connection, "mcp:rate:{demo}:*", FEW)));
      units.add(scan(redis, connection));
    }
    return units;
  }

  /** Makes something. */
  private interface Making {
    void make() throws IOException;
  }

  private static Unit bytes(String id, String what, RedisProcess redis, int many, Making making) throws IOException {
    RedisStats before = RedisStats.of(redis);
    making.make();
    return Unit.once(id + ".bytes", what, BYTES, RedisStats.of(redis).since(before).memory() / (double) many);
  }

  private List<Endpoint> keys(Redis redis, Site site, int many) throws IOException {
    List<Endpoint> keys = new ArrayList<>();
    create(redis, many, i -> {
      MintedKey key = MintedKey.of(random);
      keys.add(new Endpoint(site.host().port(), key.text()));
      return key.command(TENANT, "tools", "*", "owner", "owner-" + i, "name", "agent " + i, "rate", RATE);
    });
    return keys;
  }

  private static String[] words(String command) {
    return command.split(" ");
  }

  private static void create(Redis redis, int many, IntFunction<String[]> command) throws IOException {
    for (int i = 0; i < many; i++) {
      redis.send(command.apply(i));
      if (i % PIPELINED == PIPELINED - 1 || i == many - 1) {
        for (int reply = i % PIPELINED; reply >= 0; reply--) {
          redis.reply();
        }
      }
    }
  }

  /** In parts, which show the noise. */
  private static List<Unit> firstCalls(Site site, RedisProcess redis, List<Endpoint> keys) throws IOException {
    List<Double> host = new ArrayList<>();
    List<Double> asked = new ArrayList<>();
    int part = keys.size() / SCANS;
    for (int from = 0; from + part <= keys.size(); from += part) {
      long cpu = site.host().process().cpu().toNanos();
      long redisCpu = redis.cpu().toNanos();
      int right = KeyWalk.all(keys.subList(from, from + part));
      if (right < part) {
        throw new IOException((part - right) + " of " + part + " first calls were not answered with the sum");
      }
      host.add((site.host().process().cpu().toNanos() - cpu) / NANOS_OF_MICRO / part);
      asked.add((redis.cpu().toNanos() - redisCpu) / NANOS_OF_MICRO / part);
    }
    return List.of(
        Unit.least("cold.host", "the first call of a key, which the host does not know yet, with a rate", "µs of the host", host),
        Unit.least("cold.redis", "the same", "µs of Redis", asked));
  }

  /** Last uses are written behind the calls. */
  private static void await(Redis redis, int many) throws IOException, InterruptedException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (Names.matching(redis, "mcp:seen:*").size() < many && System.nanoTime() < end) {
      Thread.sleep(WRITTEN_MILLIS);
    }
  }

  private static Unit scan(RedisProcess redis, Redis connection) throws IOException {
    double names = (Long) connection.ask("DBSIZE");
    List<Double> nanos = new ArrayList<>();
    for (int i = 0; i < SCANS; i++) {
      long before = redis.cpu().toNanos();
      for (int times = 0; times < SCANS; times++) {
        Names.matching(connection, "mcp:issuer:*");
      }
      nanos.add((redis.cpu().toNanos() - before) / NANOS_OF_MICRO / names / SCANS);
    }
    return Unit.least("scan.redis", "SCAN, for each name in the database", "µs of Redis", nanos);
  }
}
