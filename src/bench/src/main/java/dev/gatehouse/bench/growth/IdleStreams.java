package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.Endpoint;
import dev.gatehouse.bench.RedisProcess;
import dev.gatehouse.bench.Streams;
import dev.gatehouse.bench.Workbench;
import dev.gatehouse.bench.report.Figure;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Very many silent streams, of either era: the heap of each, what of it comes back, the idle cost, and a call beside them. */
final class IdleStreams implements Step {

  private static final int OF_A_KEY = 50;
  private static final int WARM_UP = 100;
  private static final int SETTLE_MILLIS = 3_000;
  private static final double KIB_PER_MIB = 1024;

  @Override
  public List<Figure> measure(Workbench bench, RedisProcess redis, Sizes sizes) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (boolean older : List.of(false, true)) {
      try (Site site = Site.running(bench, redis, older ? "streams-older" : "streams")) {
        figures.addAll(of(site, older, sizes));
      }
    }
    return figures;
  }

  private static List<Figure> of(Site site, boolean older, Sizes sizes) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    try {
      List<Endpoint> keys = new ArrayList<>();
      for (int i = 0; i < Math.max(1, sizes.of("streams") / OF_A_KEY); i++) {
        keys.add(site.key("demo"));
      }
      Figure alone = site.callCost("a call before there are streams of " + era(older), keys.get(0), "");
      Streams.open(vertx, keys, older, WARM_UP).close();
      Thread.sleep(SETTLE_MILLIS);
      return figures(vertx, site, keys, older, sizes, alone);
    } finally {
      vertx.close().await();
    }
  }

  private static List<Figure> figures(Vertx vertx, Site site, List<Endpoint> keys, boolean older, Sizes sizes, Figure alone)
      throws IOException, InterruptedException {
    double before = site.heapMib();
    Streams streams = Streams.open(vertx, keys, older, sizes.of("streams"));
    int open = streams.count();
    double during = site.heapMib();
    String many = String.format("%,d streams of %s", open, era(older));
    Thread.sleep(SETTLE_MILLIS);
    Idle idle = Idle.watch(site.host.process(), sizes.of("seconds"));
    Figure call = site.callCost(many + ", a call", keys.get(0), "flat");
    int left = streams.count();
    streams.close();
    Thread.sleep(SETTLE_MILLIS);
    double after = site.heapMib();
    return List.of(alone, Figure.once(many + ", heap for each", "KiB", (during - before) * KIB_PER_MIB / open, "≤ 8"),
        Figure.once(many + ", heap kept of each after they were closed", "KiB", (after - before) * KIB_PER_MIB / open, "0"),
        Figure.once(many + ", still open after the calls", "", left, Integer.toString(open)),
        idle.processor(many + ", idle", ""), idle.wakeUps(many + ", idle", ""), call);
  }

  private static String era(boolean older) {
    return older ? "sessions" : "2026-07-28";
  }
}
