package dev.gatehouse.feature.loop;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Event-loop lag of a Vert.x instance: a timer of each event loop tells how late it runs. Lag comes from a task that blocks its event loop,
 * from garbage collection, or from a machine without a free processor.
 */
public final class LoopLag {

  private static final long TICK_MILLIS = 500;
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<Integer, LagProbe> probes = new ConcurrentHashMap<>();

  private LoopLag() {
  }

  /** Watches the event loops of this Vert.x until it is closed. */
  public static LoopLag of(Vertx vertx) {
    LoopLag lag = new LoopLag();
    EventLoops loops = EventLoops.of(vertx);
    loops.any().onSuccess(found -> loops.all().forEach(lag::watch));
    return lag;
  }

  private void watch(EventLoop loop) {
    loop.execute(() -> {
      LagProbe probe = new LagProbe(System::nanoTime);
      probes.put(loop.index(), probe);
      tick(loop, probe);
    });
  }

  private static void tick(EventLoop loop, LagProbe probe) {
    probe.ran(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
    loop.context().owner().setTimer(TICK_MILLIS, timer -> tick(loop, probe));
  }

  /** The longest lag within the last half minute or minute, in seconds, by the number of the event loop. */
  public Map<String, Double> worst() {
    Map<String, Double> worst = new TreeMap<>();
    probes.forEach((loop, probe) -> worst.put(Integer.toString(loop), Math.max(0, probe.worst() / NANOS)));
    return worst;
  }
}
