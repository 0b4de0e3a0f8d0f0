package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.report.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Very many tenants with a plugin each: the start, the memory, the idle cost and a call. */
final class ManyTenants implements Step {

  private static final double NANOS = 1e9;

  @Override
  public List<Figure> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    double none = heapOfOne(bench, redis);
    int tenants = sizes.of("tenants");
    try (Site site = new Site(bench, redis, "tenants", "-Xmx1g")) {
      List<Endpoint> keys = new ArrayList<>();
      for (int i = 0; i < tenants; i++) {
        site.host.putMath("t" + i);
        keys.add(site.key("t" + i));
      }
      return figures(site, keys, none, sizes.of("seconds"));
    }
  }

  private static double heapOfOne(Workbench bench, RedisProcess redis) throws IOException, InterruptedException {
    try (Site site = new Site(bench, redis, "one-tenant", "-Xmx1g").start()) {
      FirstAnswer.await(site.host.process(), site.key("demo"));
      return site.heapMib();
    }
  }

  private static List<Figure> figures(Site site, List<Endpoint> keys, double none, int seconds) throws IOException, InterruptedException {
    String many = String.format("%,d tenants", keys.size());
    long begun = System.nanoTime();
    site.start();
    double ready = (System.nanoTime() - begun) / NANOS;
    for (Endpoint key : keys) {
      FirstAnswer.await(site.host.process(), key);
    }
    double served = (System.nanoTime() - begun) / NANOS;
    double heap = site.heapMib();
    Idle idle = Idle.watch(site.host.process(), seconds);
    return List.of(Figure.once(many + ", until the host is ready", "s", ready, ""),
        Figure.once(many + ", until the last one has answered", "s", served, "1,000 in ≤ 10"),
        Figure.once(many + ", heap for each", "MiB", (heap - none) / keys.size(), "≤ 0.15"),
        Figure.once(many + ", resident memory", "MiB", Proc.residentMib(site.host.process().pid()), ""),
        idle.processor(many + ", idle", ""), site.callCost(many + ", a call", keys.get(keys.size() - 1), "flat"));
  }
}
