package dev.gatehouse.bench.growth;

import dev.gatehouse.bench.Child;
import dev.gatehouse.bench.report.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a process costs while nobody calls it. */
final class Idle {

  private static final int PARTS = 3;
  private static final double NANOS = 1e9;

  private final List<Double> percent = new ArrayList<>();
  private final List<Double> wakeUps = new ArrayList<>();

  private Idle() {
  }

  /** Watches it for a while, in three parts. */
  static Idle watch(Child process, int seconds) throws IOException, InterruptedException {
    Idle idle = new Idle();
    for (int part = 0; part < PARTS; part++) {
      idle.part(process, Math.max(1, seconds * 1_000 / PARTS));
    }
    return idle;
  }

  private void part(Child process, int millis) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long used = process.cpu().toNanos();
    double woken = Proc.wakeUps(process.pid());
    Thread.sleep(millis);
    double took = System.nanoTime() - begun;
    percent.add((process.cpu().toNanos() - used) * 100 / took);
    wakeUps.add((Proc.wakeUps(process.pid()) - woken) * NANOS / took);
  }

  Figure processor(String what, String aim) {
    return new Figure(what, "% of a processor", percent, aim);
  }

  Figure wakeUps(String what, String aim) {
    return new Figure(what, "wake-ups/s", wakeUps, aim);
  }
}
