package dev.gatehouse.bench;

import dev.gatehouse.bench.plugin.StagePlugin;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Prints a table: what one {@code tools/call} costs the server's processor, bare and through the whole host, and the ratio. The cases
 * take turns, so that what else the machine does falls on all of them.
 *
 * <p>{@code Compare ROOT [SECONDS [ROUNDS]]}, where ROOT is the repository with its built jars.
 */
public final class Compare {

  private static final int CONNECTIONS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private final Workbench bench;
  private final Duration time;
  private final int rounds;

  private record Case(String name, Child server, Endpoint to) {
  }

  private Compare(Workbench bench, Duration time, int rounds) {
    this.bench = bench;
    this.time = time;
    this.rounds = rounds;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    Duration time = Duration.ofSeconds(Arguments.number(args, 1, "SECONDS", 8));
    int rounds = Arguments.number(args, 2, "ROUNDS", 5);
    Workbench.exit(args[0], bench -> new Compare(bench, time, rounds).run());
  }

  private boolean run() throws IOException, InterruptedException {
    Child bare = bench.java(BareServer.class);
    Endpoint floor = new Endpoint(bare.readyPort(), "none");
    BuiltHost host = new BuiltHost(bench, "{}");
    host.putMath("demo");
    host.put("stage", "math", StagePlugin.class);
    host.start();
    table(List.of(
        new Case("bare Vert.x, fixed answer", bare, floor),
        new Case("host: key, permission, validation, bus, tool", host.process(), host.mint("demo")),
        new Case("the same with one rate in Redis", host.process(), host.mint("demo", "--rate", "1000000000/1d")),
        new Case("no rate, a tool that returns a stage", host.process(), host.mint("stage"))));
    return true;
  }

  private void table(List<Case> cases) throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    for (Case one : cases) {
      measure(vertx, one, WARM_UP);
      micros.put(one.name(), new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (Case one : cases) {
        micros.get(one.name()).add(measure(vertx, one, time));
      }
    }
    vertx.close().await();
    double floor = median(micros.get(cases.get(0).name()));
    System.out.printf("%-48s %14s %8s%n", "server processor time for one tools/call", "median, µs", "ratio");
    micros.forEach((name, values) -> System.out.printf("%-48s %14.1f %8.2f%n", name, median(values), median(values) / floor));
  }

  private static double measure(Vertx vertx, Case one, Duration time) throws InterruptedException {
    Duration before = one.server().cpu();
    long calls = calls(vertx, one.to(), time);
    return one.server().cpu().minus(before).toNanos() / 1_000.0 / calls;
  }

  /**
   * Calls {@code add} for a while, as fast as it is answered.
   *
   * @return how many calls were answered
   * @throws IllegalStateException when one of them was not answered with the sum
   */
  static long calls(Vertx vertx, Endpoint to, Duration time) throws InterruptedException {
    LongAdder right = new LongAdder();
    AtomicReference<Answer> wrong = new AtomicReference<>();
    Load load = Load.start(vertx, to, "add", CONNECTIONS, (caller, answer, nanos) -> {
      if (answer.says("5")) {
        right.increment();
        return 0;
      }
      wrong.set(answer);
      return 100;
    });
    Thread.sleep(time.toMillis());
    load.stop();
    if (wrong.get() != null) {
      throw new IllegalStateException("a call to " + to + " had a wrong answer: " + wrong.get());
    }
    return right.sum();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
