package dev.gatehouse.bench.fuzz;

import dev.gatehouse.bench.Key;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what the host writes to stderr, as it is written, and reports what must not be there. For one thread. */
final class LogWatch {

  private static final Pattern STACK = Pattern.compile("\\s+at [\\w.$/@<>-]+\\([^)]*\\).*");
  private static final Pattern GRAVE = Pattern.compile(" ERROR |OutOfMemoryError|Exception in thread");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern TIME_AND_PATH = Pattern.compile("^\\S+Z |[A-Z]+ /\\S* ");
  private static final int CONTEXT = 3;
  private static final int KIND = 200;

  private final BufferedReader log;
  private final List<String> secrets;
  private final Report report;
  private final Deque<String> before = new ArrayDeque<>();
  private boolean inStack;
  private long lines;

  LogWatch(Path file, List<String> secrets, Report report) throws IOException {
    this.log = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
    this.secrets = secrets;
    this.report = report;
  }

  /**
   * Reads what is new.
   *
   * @param since the number of the oldest message that may have caused it
   * @param until the number of the newest
   */
  void look(long since, long until) throws IOException {
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      lines++;
      look(line, "among messages #" + since + " to #" + until + ": ");
      before.addLast(line);
      if (before.size() > CONTEXT) {
        before.removeFirst();
      }
    }
  }

  private void look(String line, String where) {
    if (secrets.stream().anyMatch(line::contains)) {
      report.fault("a secret in the host's log", where + Key.hidden(line));
    }
    boolean stack = STACK.matcher(line).matches();
    if (stack && !inStack) {
      report.fault("a stack trace in the host's log: " + kind(), where + String.join("\n", before) + "\n" + line);
    } else if (!stack && GRAVE.matcher(line).find()) {
      report.fault("an error in the host's log: " + plain(TIME_AND_PATH.matcher(line).replaceAll("")), where + Key.hidden(line));
    }
    inStack = stack;
  }

  /** The exception, without what differs from time to time. */
  private String kind() {
    return before.isEmpty() ? "" : plain(before.getLast());
  }

  private static String plain(String line) {
    String plain = NUMBER.matcher(Key.hidden(line)).replaceAll("#").replaceAll("['\"][^'\"]*['\"]", "'…'");
    return plain.substring(0, Math.min(KIND, plain.length()));
  }

  long lines() {
    return lines;
  }
}
