package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Builds a peer by its own tool, from the registries that the tool is set up for. */
final class Build {

  private static final int PATIENCE_MINUTES = 10;
  private static final int LAST_LINES = 3;

  private Build() {
  }

  /**
   * Runs a command in a peer's folder, unless what it makes is newer than all of the peer's sources.
   *
   * @param product what it makes, in the folder
   * @throws IOException with the end of what the command said, when it fails
   */
  static void run(Path folder, String product, String... command) throws IOException, InterruptedException {
    if (!isCurrent(folder, folder.resolve(product))) {
      System.err.println("building " + folder.getFileName() + ": " + String.join(" ", command));
      execute(folder, List.of(command));
      Files.setLastModifiedTime(folder.resolve(product), FileTime.fromMillis(System.currentTimeMillis()));
    }
  }

  private static boolean isCurrent(Path folder, Path product) throws IOException {
    if (!Files.exists(product)) {
      return false;
    }
    FileTime made = Files.getLastModifiedTime(product);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !generated(folder.relativize(file))).filter(Files::isRegularFile)
          .allMatch(file -> file.toFile().lastModified() <= made.toMillis());
    }
  }

  private static boolean generated(Path file) {
    return file.startsWith("target") || file.startsWith("node_modules");
  }

  private static void execute(Path folder, List<String> command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("gatehouse-build", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      if (process.exitValue() != 0) {
        throw new IOException(command.get(0) + " could not build it: " + end(Files.readAllLines(log)));
      }
    } finally {
      Files.delete(log);
    }
  }

  /** A tool tells the cause before its advice. */
  private static String end(List<String> lines) {
    List<String> errors = lines.stream().filter(line -> line.contains("ERR")).limit(LAST_LINES).toList();
    return String.join(" ", errors.isEmpty() ? lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()) : errors);
  }
}
