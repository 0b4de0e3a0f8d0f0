package dev.gatehouse.bench.units;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The costs as tables in Markdown. */
final class UnitTables {

  private static final List<String> OF_CALLS = List.of("host", "redis", "commands", "network", "http");
  private static final List<String> OF_HOSTS = List.of("host", "redis", "commands", "out");
  private static final List<String> BY_HOSTS = List.of("idle", "revocation", "change");
  private static final int MOST_HOSTS = 3;

  private final Numbers numbers;

  UnitTables(Numbers numbers) {
    this.numbers = numbers;
  }

  /** One line for each kind of call. */
  String calls(List<String> rows) {
    return """
        | call | what | host, µs | Redis, µs | commands of Redis | bytes from and to Redis | bytes of HTTP |
        |---|---|---:|---:|---:|---:|---:|
        """ + rows.stream().filter(row -> numbers.find(row + ".host").isPresent())
        .map(row -> "| `%s` | %s | %s |\n".formatted(row, what(row + ".host"), cells(row, OF_CALLS))).collect(Collectors.joining());
  }

  /** One line for each number of hosts. */
  String hosts() {
    return """
        | unit | hosts | what | each host, µs | Redis, µs | commands | bytes from Redis |
        |---|---:|---|---:|---:|---:|---:|
        """ + BY_HOSTS.stream().flatMap(kind -> IntStream.rangeClosed(1, MOST_HOSTS).mapToObj(hosts -> kind + '.' + hosts))
        .filter(id -> numbers.find(id + ".host").isPresent())
        .map(id -> "| `%s` | %s | %s | %s |\n".formatted(id, id.substring(id.indexOf('.') + 1), what(id + ".host"), cells(id, OF_HOSTS)))
        .collect(Collectors.joining());
  }

  /** One line for each other cost. */
  String others(List<String> rows) {
    return """
        | unit | of what | cost | lowest – highest |
        |---|---|---:|---:|
        """ + numbers.all().stream().filter(unit -> !inTable(unit.id(), rows) && !inTable(unit.id(), BY_HOSTS))
        .map(unit -> "| `%s` | %s | %s %s | %s |\n".formatted(unit.id(), unit.what(), Unit.number(unit.value()), unit.unit(), unit.noise()))
        .collect(Collectors.joining());
  }

  private static boolean inTable(String id, List<String> rows) {
    return rows.contains(id.substring(0, id.indexOf('.')));
  }

  private String what(String id) {
    return numbers.find(id).orElseThrow().what();
  }

  private String cells(String row, List<String> columns) {
    return columns.stream().map(column -> numbers.find(row + '.' + column).map(unit -> cell(unit, column)).orElse("–"))
        .collect(Collectors.joining(" | "));
  }

  /** Processor time has noise; what is counted has none worth a word. */
  private static String cell(Unit unit, String column) {
    return column.equals("host") || column.equals("redis") ? unit.shown() : Unit.number(unit.value());
  }
}
