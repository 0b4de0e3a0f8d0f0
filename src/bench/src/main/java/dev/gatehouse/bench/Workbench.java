package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** A run's temporary folder and processes. They are gone when it ends, also by Ctrl-C or a failure. */
public final class Workbench {

  private static final int LAST_LINES = 15;

  private final Path root;
  private final Path dir;
  private final Deque<Child> children = new ArrayDeque<>();
  private boolean closing;

  private Workbench(Path root, Path dir) {
    this.root = root;
    this.dir = dir;
  }

  /** A run. */
  public interface Run {

    /** Runs, and says whether all was as it must be. */
    boolean on(Workbench bench) throws IOException, InterruptedException;
  }

  /**
   * Runs, cleans up and ends this process: with 0 when all was well, else with 1.
   *
   * @param root the repository with its built jars
   */
  public static void exit(String root, Run run) throws IOException {
    Workbench bench = new Workbench(Path.of(root).toAbsolutePath(), Files.createTempDirectory("gatehouse-load"));
    // The one place that cleans up: it runs for System.exit and for Ctrl-C alike.
    Runtime.getRuntime().addShutdownHook(new Thread(bench::close));
    boolean good = false;
    try {
      good = bench.explained(run);
    } finally {
      // Said aloud: the threads of a client would keep the process alive.
      System.exit(good ? 0 : 1);
    }
  }

  private boolean explained(Run run) throws IOException {
    try {
      return run.on(this);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      explain(e);
      return false;
    }
  }

  /**
   * What the build left in the repository.
   *
   * @throws IOException when it did not
   */
  public Path built(String path) throws IOException {
    Path file = root.resolve(path);
    if (!Files.exists(file)) {
      throw new IOException(path + " is not there: run mvn -q -DskipTests package");
    }
    return file;
  }

  /** The repository. */
  public Path root() {
    return root;
  }

  /** A file of this run. */
  public Path file(String path) {
    return dir.resolve(path);
  }

  /** The folder of this run. */
  public Path dir() {
    return dir;
  }

  /** Starts {@code java} with these arguments, the one that runs this. */
  public Child java(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(arguments));
    return start(name, command);
  }

  /** Starts a main class of this module. */
  Child java(Class<?> main, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), main.getName()));
    all.addAll(List.of(arguments));
    return java(main.getSimpleName(), all.toArray(String[]::new));
  }

  /** Starts a process. One at a time with {@link #toEnd}: nothing starts that nobody would end. */
  synchronized Child start(String name, List<String> command) throws IOException {
    if (closing) {
      throw new IOException("the run is being ended");
    }
    Child child = Child.start(name, dir, command);
    children.push(child);
    return child;
  }

  private synchronized List<Child> toEnd() {
    closing = true;
    return List.copyOf(children);
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private void close() {
    toEnd().forEach(Child::close);
    try {
      BuiltHost.endRedis(dir);
      delete();
    } catch (IOException e) {
      System.err.println(dir + " could not be cleaned up: " + e.getMessage());
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What fails because it is being ended explains nothing. */
  private void explain(Throwable failure) throws IOException {
    if (isClosing()) {
      return;
    }
    System.err.println("the run failed: " + (failure.getMessage() == null ? failure : failure.getMessage()));
    try (Stream<Path> files = Files.list(dir)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        List<String> lines = Files.readAllLines(log);
        lines.stream().skip(Math.max(0, lines.size() - LAST_LINES))
            .forEach(line -> System.err.println(log.getFileName() + ": " + Key.hidden(line)));
      }
    }
  }
}
