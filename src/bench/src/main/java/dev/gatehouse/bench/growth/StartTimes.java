package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.Child;
import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.FreePort;
import dev.gatehouse.bench.PeerCases;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.report.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The time from the start of the process to the first right answer; the servers take turns. */
final class StartTimes implements Step {

  private static final double NANOS = 1e9;
  private static final int WITH_AOT_CACHE = 25;

  private final Map<String, Starter> starters = new LinkedHashMap<>();

  /** Starts a server, waits for its first answer and ends it. */
  private interface Starter {
    double seconds() throws IOException, InterruptedException;
  }

  @Override
  public List<Figure> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    add("this host", "≤ 1.0 × Quarkus", new Site(bench, redis, "plain-start"));
    archived(bench, redis);
    quarkus(bench, redis);
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int round = 0; round < sizes.of("starts"); round++) {
      for (Map.Entry<String, Starter> starter : starters.entrySet()) {
        times.computeIfAbsent(starter.getKey(), name -> new ArrayList<>()).add(starter.getValue().seconds());
      }
    }
    return times.entrySet().stream().map(entry -> figure(entry.getKey(), entry.getValue())).toList();
  }

  private static Figure figure(String name, List<Double> seconds) {
    String[] words = name.split(";");
    return new Figure("first answer after start, " + words[0], "s", seconds, words.length > 1 ? words[1] : "");
  }

  private void add(String name, String aim, Site site) throws IOException {
    Endpoint key = site.key("demo");
    starters.put(name + ";" + aim, () -> {
      long begun = System.nanoTime();
      site.start();
      FirstAnswer.await(site.host.process(), key);
      double took = (System.nanoTime() - begun) / NANOS;
      site.close();
      return took;
    });
  }

  /** With an archive that a first run leaves when it ends: AppCDS, and the AOT cache where the JDK has one. */
  private void archived(Workbench bench, RedisProcess redis) throws IOException, InterruptedException {
    Path classes = bench.file("classes.jsa");
    dump(bench, redis, "dump-cds", "-XX:ArchiveClassesAtExit=" + classes);
    add("this host with an AppCDS archive", "≤ 0.5 × Quarkus", new Site(bench, redis, "cds-start", "-XX:SharedArchiveFile=" + classes));
    if (Runtime.version().feature() >= WITH_AOT_CACHE) {
      Path cache = bench.file("cache.aot");
      dump(bench, redis, "dump-aot", "-XX:AOTCacheOutput=" + cache);
      add("this host with an AOT cache", "≤ 0.5 × Quarkus", new Site(bench, redis, "aot-start", "-XX:AOTCache=" + cache));
    }
  }

  private static void dump(Workbench bench, RedisProcess redis, String name, String option) throws IOException, InterruptedException {
    Site site = new Site(bench, redis, name, option).start();
    FirstAnswer.await(site.host.process(), site.key("demo"));
    site.host.process().close();
  }

  private void quarkus(Workbench bench, RedisProcess redis) throws InterruptedException {
    try {
      Path jar = PeerCases.quarkusJar(bench);
      starters.put("Quarkus MCP 1.13", () -> quarkus(bench, redis, jar));
    } catch (IOException e) {
      System.err.println("Quarkus is left out: " + e.getMessage());
    }
  }

  private static double quarkus(Workbench bench, RedisProcess redis, Path jar) throws IOException, InterruptedException {
    int port = FreePort.any();
    long begun = System.nanoTime();
    Child server = bench.java("quarkus", "-Dquarkus.http.port=" + port, "-Dquarkus.redis.hosts=" + redis.url(), "-jar", jar.toString());
    FirstAnswer.awaitOlder(server, port);
    double took = (System.nanoTime() - begun) / NANOS;
    server.kill();
    return took;
  }
}
