package dev.gatehouse.bench.report;

import java.util.List;

/**
 * What the rounds measured of one server.
 *
 * @param name for the command line
 * @param title for the table
 * @param ours whether it is this host
 * @param server its processor time for a call, µs, of each round
 * @param redis Redis' processor time for a call, µs, of each round; none when its calls do not ask Redis
 */
public record Row(String name, String title, boolean ours, List<Double> server, List<Double> redis) {

  /** Copies the lists. */
  public Row {
    server = List.copyOf(server);
    redis = List.copyOf(redis);
  }

  /** The median of the server's, µs. */
  public double micros() {
    return median(server);
  }

  /** The least of the server's, µs. */
  public double least() {
    return server.stream().mapToDouble(value -> value).min().orElse(Double.NaN);
  }

  /** The most of the server's, µs. */
  public double most() {
    return server.stream().mapToDouble(value -> value).max().orElse(Double.NaN);
  }

  /** The median of Redis', µs; not a number when its calls do not ask Redis. */
  public double redisMicros() {
    return median(redis);
  }

  /** The middle one, of an even number the mean of the two in the middle; not a number of none. */
  public static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length == 0 ? Double.NaN : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
