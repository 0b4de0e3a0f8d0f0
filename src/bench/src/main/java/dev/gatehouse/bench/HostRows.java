package dev.gatehouse.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls of this host in all the ways that it is called, by turns, and what each costs the host and Redis. */
public final class HostRows {

  /** The end of the name of a row whose calls come one at a time. */
  public static final String ALONE = "-alone";

  private HostRows() {
  }

  /**
   * A kind of call.
   *
   * @param name of the row
   * @param title in words
   * @param host processor time of the host for a call, µs, of each round
   * @param workers what of it was of workers
   * @param redis that of Redis
   * @param traffic with Redis for a call, of each round
   * @param http the bytes of a request and its answer
   */
  public record Measured(String name, String title, List<Double> host, List<Double> workers, List<Double> redis,
      List<RedisStats.Each> traffic, long http) {
  }

  /**
   * Measures, and ends the hosts.
   *
   * @param rows names of rows of {@link Compare} that are this host's, or of such a row with {@value #ALONE}
   * @return those of which a round had no wrong answer
   */
  public static List<Measured> measure(Workbench bench, RedisProcess redis, List<String> rows, Duration time, int rounds)
      throws IOException, InterruptedException {
    Cases cases = new Cases(rows.stream().map(HostRows::caseOf).collect(Collectors.toSet()));
    HostCases.add(cases, bench, redis);
    Map<String, Case> named = cases.all().stream().collect(Collectors.toMap(Case::name, one -> one));
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    rows.stream().filter(row -> named.containsKey(caseOf(row))).forEach(row -> costs.put(row, new ArrayList<>()));
    Vertx vertx = Vertx.vertx();
    try {
      for (Case one : cases.all()) {
        Cost.warmUp(vertx, one);
      }
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, List<Cost>> row : costs.entrySet()) {
          row.getValue().addAll(round(vertx, row.getKey(), named.get(caseOf(row.getKey())), redis, time));
        }
      }
    } finally {
      vertx.close().await();
    }
    List<Measured> all = costs.entrySet().stream().filter(row -> !row.getValue().isEmpty())
        .map(row -> measured(row.getKey(), named.get(caseOf(row.getKey())), row.getValue())).toList();
    for (Case one : cases.all()) {
      one.server().kill();
      for (Child helper : one.helpers()) {
        helper.kill();
      }
    }
    return all;
  }

  /** None when an answer was wrong: on a starved machine Redis may be silent for so long that calls are refused. */
  private static List<Cost> round(Vertx vertx, String row, Case one, RedisProcess redis, Duration time)
      throws IOException, InterruptedException {
    try {
      return List.of(Cost.measure(vertx, one, redis, time, callers(row)));
    } catch (IllegalStateException e) {
      System.err.println("a round is left out: " + e.getMessage());
      return List.of();
    }
  }

  private static String caseOf(String row) {
    return row.endsWith(ALONE) ? row.substring(0, row.length() - ALONE.length()) : row;
  }

  private static int callers(String row) {
    return row.endsWith(ALONE) ? 1 : Cost.CONNECTIONS;
  }

  private static Measured measured(String row, Case one, List<Cost> costs) {
    return new Measured(row, one.title() + (row.endsWith(ALONE) ? "; one call at a time" : ""), costs.stream().map(Cost::server).toList(),
        one.helpers().isEmpty() ? List.of() : costs.stream().map(Cost::helpers).toList(),
        costs.stream().map(Cost::redis).toList(), costs.stream().map(Cost::traffic).toList(), HttpBytes.of(one));
  }
}
