package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.report.Figure;
import java.io.IOException;
import java.util.List;

/** A host with one tenant that nobody calls. */
final class IdleHost implements Step {

  private static final int SETTLED_MILLIS = 5_000;

  @Override
  public List<Figure> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    try (Site site = Site.running(bench, redis, "idle")) {
      Thread.sleep(SETTLED_MILLIS);
      Idle idle = Idle.watch(site.host.process(), sizes.of("seconds"));
      return List.of(idle.processor("an idle host", "0.17 (Quarkus)"), idle.wakeUps("an idle host", ""));
    }
  }
}
