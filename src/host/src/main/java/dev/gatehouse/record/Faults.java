package dev.gatehouse.record;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the faults of one file. Only the first fault of a field is kept. */
public final class Faults {

  private static final int LONGEST_SHOWN = 60;

  private final Path file;
  private final Map<String, String> lines = new LinkedHashMap<>();

  public Faults(Path file) {
    this.file = file;
  }

  /** Notes a fault of a field; an empty path stands for the whole file. */
  public void add(String path, String what) {
    lines.putIfAbsent(path, OneLine.of(file + ": " + (path.isEmpty() ? "" : path + ": ") + what));
  }

  /** Whether a fault of this field was noted. */
  public boolean has(String path) {
    return lines.containsKey(path);
  }

  public void throwIfAny() throws ConfigException {
    if (!lines.isEmpty()) {
      throw new ConfigException(List.copyOf(lines.values()));
    }
  }

  /** A text of the file as a fault shows it. */
  static String quoted(String text) {
    return "'" + OneLine.cut(text, LONGEST_SHOWN) + "'";
  }
}
