package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.CallCost;
import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.PluginJar;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.plugin.ManyToolsPlugin;
import dev.gatehouse.bench.report.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A tenant with very many tools: a call of one, and the list. */
final class ManyTools implements Step {

  @Override
  public List<Figure> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    try (Site site = new Site(bench, redis, "tools", "-Xmx512m")) {
      site.host.put("few", "many", jar(bench, 100));
      site.host.put("much", "many", jar(bench, sizes.of("tools")));
      site.start();
      Endpoint few = site.key("few");
      Endpoint much = site.key("much");
      FirstAnswer.await(site.host.process(), few);
      String many = String.format("%,d tools", sizes.of("tools"));
      return List.of(site.callCost("a call beside 100 tools", few, ""), site.callCost("a call beside " + many, much, "flat"),
          list("the list of 100 tools", site, few), list("the list of " + many, site, much));
    }
  }

  private static Figure list(String what, Site site, Endpoint to) throws IOException, InterruptedException {
    return new Figure(what, "µs of processor time", CallCost.list(site.host, to, site.redis), "");
  }

  private static Path jar(Workbench bench, int tools) throws IOException {
    return PluginJar.write(bench.file("many-" + tools + ".jar"), ManyToolsPlugin.class,
        Map.of(ManyToolsPlugin.FILE, Integer.toString(tools)));
  }
}
