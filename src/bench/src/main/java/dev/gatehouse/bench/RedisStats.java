package dev.gatehouse.bench;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What Redis has done so far, by its {@code INFO}.
 *
 * @param commands how many it has run, those of its scripts included
 * @param in bytes that it has received
 * @param out bytes that it has sent
 * @param memory bytes that it has in use now
 * @param cpuMicros processor time, user and system, µs
 */
public record RedisStats(long commands, long in, long out, long memory, long cpuMicros) {

  private static final double MICROS = 1e6;

  /** What it did for each of some things, such as calls. */
  public record Each(double commands, double in, double out) {
  }

  /** As of now. */
  public static RedisStats of(RedisProcess redis) throws IOException {
    try (Redis connection = redis.connect()) {
      return read(connection.ask("INFO", "stats") + "\n" + connection.ask("INFO", "memory") + "\n" + connection.ask("INFO", "cpu"));
    }
  }

  static RedisStats read(String info) {
    Map<String, String> values = info.lines().filter(line -> line.contains(":"))
        .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')), line -> line.substring(line.indexOf(':') + 1).strip(),
            (first, second) -> second));
    return new RedisStats(number(values, "total_commands_processed"), number(values, "total_net_input_bytes"),
        number(values, "total_net_output_bytes"), number(values, "used_memory"),
        Math.round(MICROS * (Double.parseDouble(values.get("used_cpu_sys")) + Double.parseDouble(values.get("used_cpu_user")))));
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(values.get(name));
  }

  /** The differences to an earlier reading. */
  public RedisStats since(RedisStats before) {
    return new RedisStats(commands - before.commands, in - before.in, out - before.out, memory - before.memory,
        cpuMicros - before.cpuMicros);
  }

  /** Of each of so many. */
  public Each each(double many) {
    return new Each(commands / many, in / many, out / many);
  }
}
