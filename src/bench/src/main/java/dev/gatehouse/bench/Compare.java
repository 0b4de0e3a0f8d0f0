package dev.gatehouse.bench;

import dev.gatehouse.bench.report.BarChart;
import dev.gatehouse.bench.report.CostTable;
import dev.gatehouse.bench.report.Marked;
import dev.gatehouse.bench.report.Row;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares what one {@code tools/call} costs the server's processor: this host, bare Vert.x, a plain server and other MCP servers. The rows
 * take turns, so that what else the machine does falls on all of them. Every answer must be the sum.
 *
 * <p>{@code Compare ROOT [SECONDS [ROUNDS [ROW...]]] [--write]}, where ROOT is the repository with its built jars, SECONDS how long a row is
 * measured in a round, and ROW a row or {@code plain}, {@code peers} or {@code host}; all without. Writes {@code cost.md} and
 * {@code cost.svg} to {@code target/bench}; with {@code --write} also into the manual.
 */
public final class Compare {

  private static final String WRITE = "--write";
  private static final String TITLE = "Processor time of the server for one tools/call, µs";

  private static final String IMAGE = "<img src=\"images/cost.svg\" alt=\"" + TITLE + ", as bars\"/>\n\n";

  private final Workbench bench;
  private final Duration time;
  private final int rounds;
  private final boolean write;

  private Compare(Workbench bench, Duration time, int rounds, boolean write) {
    this.bench = bench;
    this.time = time;
    this.rounds = rounds;
    this.write = write;
  }

  /** See the class. */
  public static void main(String[] all) throws IOException {
    String[] args = Stream.of(all).filter(word -> !word.equals(WRITE)).toArray(String[]::new);
    Duration time = Duration.ofSeconds(Arguments.number(args, 1, "SECONDS", 5));
    int rounds = Arguments.number(args, 2, "ROUNDS", 5);
    Set<String> wanted = Arguments.checked(() -> Rows.named(Stream.of(args).skip(3).toList()));
    Workbench.exit(args[0], bench -> new Compare(bench, time, rounds, List.of(all).contains(WRITE)).run(wanted));
  }

  private boolean run(Set<String> wanted) throws IOException, InterruptedException {
    RedisProcess redis = RedisProcess.usual(bench);
    Cases cases = new Cases(wanted);
    PlainCases.add(cases, bench, redis);
    PeerCases.add(cases, bench, redis);
    HostCases.add(cases, bench, redis);
    List<Row> rows = measure(cases, redis);
    report(rows, cases.leftOut());
    return true;
  }

  private List<Row> measure(Cases cases, RedisProcess redis) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    Map<Case, List<Cost>> costs = new LinkedHashMap<>();
    for (Case one : cases.all()) {
      progress("warming up " + one.name());
      cases.tryRun(one, () -> Cost.warmUp(vertx, one));
      costs.put(one, new ArrayList<>());
    }
    costs.keySet().retainAll(cases.all());
    for (int round = 0; round < rounds; round++) {
      progress("round " + (round + 1) + " of " + rounds);
      for (Case one : costs.keySet()) {
        costs.get(one).add(Cost.measure(vertx, one, redis, time));
      }
    }
    vertx.close().await();
    return costs.entrySet().stream().map(entry -> row(entry.getKey(), entry.getValue())).toList();
  }

  private static void progress(String text) {
    System.err.println(text);
  }

  private static Row row(Case one, List<Cost> costs) {
    return new Row(one.name(), one.title(), one.ours(), costs.stream().map(Cost::server).toList(),
        one.asksRedis() ? costs.stream().map(Cost::redis).toList() : List.of());
  }

  private void report(List<Row> rows, List<String> leftOut) throws IOException {
    String text = CostTable.of(rows) + "\n" + conditions()
        + leftOut.stream().map(line -> "\n" + line + "\n").reduce("", String::concat);
    String chart = BarChart.of(TITLE, rows);
    System.out.print(text);
    Path folder = Files.createDirectories(bench.root().resolve("target/bench"));
    Files.writeString(folder.resolve("cost.md"), text);
    Files.writeString(folder.resolve("cost.svg"), chart);
    if (write) {
      Marked.write(bench.root().resolve("src/site/markdown/cost.md"), "compare", IMAGE + text);
      Files.writeString(Files.createDirectories(bench.root().resolve("src/site/resources/images")).resolve("cost.svg"), chart);
    }
  }

  private String conditions() {
    return """
        Medians of %d alternating rounds of %d s each, after at least %d s of warm-up; JDK %s, %d processors shared with the load, %d connections.
        Every answer was the sum. The lowest and the highest round of a row are its noise.
        """
        .formatted(rounds, time.toSeconds(), Cost.WARM_UP_SECONDS, Runtime.version().feature(),
            Runtime.getRuntime().availableProcessors(), Cost.CONNECTIONS);
  }
}
