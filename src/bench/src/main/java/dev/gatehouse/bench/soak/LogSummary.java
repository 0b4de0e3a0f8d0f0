package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the host wrote to stderr above INFO, by kind. */
final class LogSummary {

  private static final Pattern GRAVE = Pattern.compile("^\\S+ (WARN|ERROR) .*|^\\s+at [\\w.$/@<>-]+\\(.*");
  private static final Pattern DIFFERENT = Pattern.compile("^\\S+Z |\\d+|[0-9a-f]{12,}");
  private static final int LONGEST = 200;

  private LogSummary() {
  }

  /** Prints it; a line at ERROR and a stack trace are faults. */
  static void print(Path log, Tally tally) throws IOException {
    Map<String, Integer> kinds = new TreeMap<>();
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      lines.filter(line -> GRAVE.matcher(line).matches()).forEach(line -> kinds.merge(kind(line), 1, Integer::sum));
    }
    System.out.println("the host's log above INFO:");
    kinds.forEach((kind, count) -> System.out.printf("  %9d  %s%n", count, kind));
    kinds.keySet().stream().filter(kind -> !kind.startsWith("WARN")).forEach(kind -> tally.fault("an error in the host's log", kind));
  }

  private static String kind(String line) {
    String plain = DIFFERENT.matcher(Key.hidden(line)).replaceAll("#").replaceFirst("^#", "").strip();
    return plain.substring(0, Math.min(LONGEST, plain.length()));
  }
}
