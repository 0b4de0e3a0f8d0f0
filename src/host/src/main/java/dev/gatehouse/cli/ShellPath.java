package dev.gatehouse.cli;

import java.nio.file.Path;

/** Paths in command lines that people copy into a shell. */
final class ShellPath {

  private ShellPath() {
  }

  /** Quotes a path, if needed. */
  static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
