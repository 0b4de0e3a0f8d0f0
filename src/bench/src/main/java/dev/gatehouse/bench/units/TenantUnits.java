package dev.gatehouse.bench.units;

import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Vitals;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.growth.FirstAnswer;
import dev.gatehouse.bench.growth.Site;
import dev.gatehouse.bench.growth.Sizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A tenant with one plugin: heap, and how much longer a host takes to start. */
final class TenantUnits implements UnitStep {

  private static final String HEAP = "-Xmx1g";
  private static final double BYTES_PER_MIB = 1 << 20;
  private static final double NANOS_OF_MILLI = 1e6;

  /** How a host stood once all of its tenants had answered. */
  private record Started(double heapMib, double cpuMillis, double millis, double metrics) {
  }

  @Override
  public List<Unit> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    int many = sizes.of("folders");
    Started one = start(bench, redis, 0);
    Started all = start(bench, redis, many);
    return List.of(
        Unit.once("tenant.heap", "a tenant with one plugin", "bytes of heap", (all.heapMib - one.heapMib) * BYTES_PER_MIB / many),
        Unit.once("tenant.start", "the same, at the start of a host, with a first call each", "ms of the host",
            (all.cpuMillis - one.cpuMillis) / many),
        Unit.once("tenant.wait", "the same, by the clock", "ms", (all.millis - one.millis) / many),
        Unit.once("tenant.metrics", "the same, in `/metrics`", "bytes", (all.metrics - one.metrics) / many));
  }

  private static Started start(Workbench bench, RedisProcess redis, int tenants) throws IOException, InterruptedException {
    try (Site site = new Site(bench, redis, "tenants-" + tenants, HEAP)) {
      List<Endpoint> keys = new ArrayList<>(List.of(site.key("demo")));
      for (int i = 0; i < tenants; i++) {
        site.host().putMath("t" + i);
        keys.add(site.key("t" + i));
      }
      long begun = System.nanoTime();
      site.start();
      for (Endpoint key : keys) {
        FirstAnswer.await(site.host().process(), key);
      }
      double millis = (System.nanoTime() - begun) / NANOS_OF_MILLI;
      double cpu = site.host().process().cpu().toNanos() / NANOS_OF_MILLI;
      return new Started(site.heapMib(), cpu, millis, Vitals.metrics(site.host().adminPort()).length());
    }
  }
}
