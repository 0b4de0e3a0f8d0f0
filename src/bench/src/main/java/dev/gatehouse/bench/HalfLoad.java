package dev.gatehouse.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long calls of this host take when it has half as many as it can answer. The callers first call as fast as they are answered, then at
 * half of that rate, each call at its own time whether or not the one before it was late: what waits for a late answer counts as late, too.
 *
 * <p>{@code HalfLoad ROOT [SECONDS [ROW...]]}, where SECONDS is how long each of both is measured, and ROW a row of this host as in
 * {@link Compare}; {@code key} and {@code rate} without. The callers share the processors with the host, and a call begins up to a
 * millisecond late by their timers, which counts.
 */
public final class HalfLoad {

  private static final double HALF = 0.5;
  private static final double P50 = 0.5;
  private static final double P99 = 0.99;

  private HalfLoad() {
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    Duration time = Duration.ofSeconds(Arguments.number(args, 1, "SECONDS", 10));
    Set<String> wanted = args.length > 2 ? Arguments.checked(() -> Rows.named(Stream.of(args).skip(2).toList())) : Set.of("key", "rate");
    Workbench.exit(args[0], bench -> run(bench, wanted, time));
  }

  private static boolean run(Workbench bench, Set<String> wanted, Duration time) throws IOException, InterruptedException {
    Cases cases = new Cases(wanted);
    HostCases.add(cases, bench, RedisProcess.usual(bench));
    Vertx vertx = Load.oneLoop();
    System.out.println("| row | calls a second, full | half | p50, ms | p99, ms | max, ms |\n|---|---:|---:|---:|---:|---:|");
    for (Case one : cases.all()) {
      Cost.warmUp(vertx, one);
      double full = measure(vertx, one, time, 0).count() / (double) time.toSeconds();
      double half = HALF * full;
      Latencies took = measure(vertx, one, time, half).sorted();
      System.out.printf("| `%s` | %.0f | %.0f | %.2f | %.2f | %.2f |%n", one.name(), full, took.count() / (double) time.toSeconds(),
          took.millis(P50), took.millis(P99), took.millis(1));
    }
    vertx.close().await();
    return true;
  }

  private static Latencies measure(Vertx vertx, Case one, Duration time, double callsPerSecond) throws InterruptedException {
    Paced paced = new Paced(one.message().expected(), callsPerSecond, System.nanoTime() + time.toNanos());
    Load load = Load.start(vertx, one.port(), one.message(), Cost.CONNECTIONS, paced);
    Thread.sleep(time.toMillis());
    load.stop();
    if (paced.wrong != null) {
      throw new IllegalStateException("a call to " + one.title() + " had a wrong answer: " + paced.wrong);
    }
    return paced.latencies;
  }

  /** Confined to the load's one event loop, and read when the load has stopped. */
  private static final class Paced implements Load.Listener {

    private final String expected;
    /** Between two calls of a caller; 0 for none. */
    private final long interval;
    private final long end;
    private final long[] due = new long[Cost.CONNECTIONS];
    private final Latencies latencies = new Latencies();
    private Answer wrong;

    Paced(String expected, double callsPerSecond, long end) {
      this.expected = expected;
      this.interval = callsPerSecond == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) * Cost.CONNECTIONS / callsPerSecond);
      this.end = end;
    }

    @Override
    public long answered(int caller, Answer answer, long nanos) {
      if (!answer.has(expected)) {
        wrong = answer;
      }
      long now = System.nanoTime();
      boolean first = due[caller] == 0;
      // The first call of a caller opens its connection.
      if (!first && now < end) {
        latencies.add(interval == 0 ? nanos : now - due[caller]);
      }
      if (interval == 0) {
        due[caller] = now;
        return 0;
      }
      due[caller] = first ? now + (caller + 1) * interval / Cost.CONNECTIONS : due[caller] + interval;
      return Math.max(0, TimeUnit.NANOSECONDS.toMillis(due[caller] - now + TimeUnit.MILLISECONDS.toNanos(1) - 1));
    }
  }
}
