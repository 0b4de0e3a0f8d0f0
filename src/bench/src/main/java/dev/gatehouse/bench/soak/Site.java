package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.BuiltHost;
import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.PluginJar;
import dev.gatehouse.bench.Redis;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.plugin.VersionedPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The host of a run, its Redis, its three tenants and their keys. */
final class Site {

  /** Its jar is swapped. */
  static final String SWAPPED = "swapped";
  static final String PLAIN = "plain";
  /** Has tools that fail. */
  static final String RICH = "rich";
  private static final List<String> VERSIONS = List.of("one", "two");

  final BuiltHost host;
  final RedisProcess redis;
  final Tally tally = new Tally();
  /** Held while something is timed that a collection of garbage would delay. */
  final Object quiet = new Object();
  private final List<Path> jars = new ArrayList<>();
  private int version;
  volatile boolean running = true;

  Site(Workbench bench) throws IOException, InterruptedException {
    redis = RedisProcess.start(bench);
    host = new BuiltHost(bench, redis, "\"calls\": {\"timeout\": \"5s\"}, \"sessions\": {\"perTenant\": 300, \"idle\": \"20s\"}");
    for (String name : VERSIONS) {
      jars.add(PluginJar.write(bench.file(name + ".jar"), VersionedPlugin.class, Map.of(VersionedPlugin.FILE, name)));
    }
    host.put(SWAPPED, "math", jars.get(0));
    host.putMath(PLAIN);
    host.putMath(RICH);
    host.put(RICH, "everything", bench.built("src/plugins/everything/target/everything.jar"));
    host.start();
  }

  /** Puts the other version of the jar in. */
  void swap() throws IOException {
    version++;
    host.put(SWAPPED, "math", jars.get(version % jars.size()));
    tally.count("jars swapped");
  }

  /** Whether an answer of {@code add} with 2 and 3 is right. */
  static boolean isRight(String tenant, String text) {
    return tenant.equals(SWAPPED) ? text.equals("5 one") || text.equals("5 two") : text.equals("5");
  }

  /** A key for all tools of a tenant; more fields of its record, name and value by turns. */
  MintedKey key(Random random, String tenant, String... more) throws IOException {
    List<String> fields = new ArrayList<>(List.of("tools", "*"));
    fields.addAll(List.of(more));
    try (Redis connection = redis.connect()) {
      return MintedKey.create(connection, random, tenant, fields.toArray(String[]::new));
    }
  }

  Agent agent(String tenant, MintedKey key) {
    return new Agent(host.port(), tenant, key, tally);
  }
}
