package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.CallCost;
import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.report.Figure;
import java.io.IOException;
import java.util.List;

/** The memory of a host in the small setting of the manual, before and after load. */
final class SmallMemory implements Step {

  private static final String[] SMALL = {"-Xmx256m", "-XX:+UseSerialGC"};

  @Override
  public List<Figure> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    try (Site site = new Site(bench, redis, "small", SMALL).start()) {
      Endpoint key = site.key("demo");
      double started = Proc.residentMib(site.host.process().pid());
      List<Double> cost = CallCost.add(site.host, key, redis);
      return List.of(Figure.once("resident memory after start, " + String.join(" ", SMALL), "MiB", started, ""),
          Figure.once("resident memory under load", "MiB", Proc.residentMib(site.host.process().pid()), "≤ 230"),
          new Figure("a call in this setting", "µs of processor time", cost, ""));
    }
  }
}
