package dev.gatehouse.bench.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells of a process in {@code /proc}; elsewhere nothing is a number. */
final class Proc {

  private static final double KIB_PER_MIB = 1024;

  private Proc() {
  }

  /** The memory that it holds, MiB: the line {@code VmRSS}. */
  static double residentMib(long pid) throws IOException {
    return value(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:") / KIB_PER_MIB;
  }

  /** How often its threads have gone to sleep by themselves so far: each time they were woken before. */
  static double wakeUps(long pid) throws IOException {
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    if (!Files.isDirectory(tasks)) {
      return Double.NaN;
    }
    double sum = 0;
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : threads.toList()) {
        double own = value(thread.resolve("status"), "voluntary_ctxt_switches:");
        sum += Double.isNaN(own) ? 0 : own;
      }
    }
    return sum;
  }

  private static double value(Path file, String name) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream().filter(line -> line.startsWith(name)).findFirst()
          .map(line -> Double.parseDouble(line.substring(name.length()).strip().split("\\s+")[0])).orElse(Double.NaN);
    } catch (NoSuchFileException e) {
      // A thread that has ended meanwhile, or no Linux.
      return Double.NaN;
    }
  }
}
