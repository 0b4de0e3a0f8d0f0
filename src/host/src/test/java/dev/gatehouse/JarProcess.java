package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** {@code java -jar gatehouse.jar …} in a folder: a process of its own, its output in files unless said otherwise. */
public final class JarProcess {

  private static final Path JAR = Path.of(System.getProperty("gatehouse.root"), "target", "gatehouse.jar");
  /** Far longer than anything takes on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1");
  private static int started;

  private final Process process;
  private final Path out;
  private final Path err;

  private JarProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  public static JarProcess start(Path folder, String... arguments) {
    return start(folder, List.of(), QUICK, false, arguments);
  }

  /** The same with these options of the JVM. */
  public static JarProcess startWithOptions(Path folder, List<String> options, String... arguments) {
    return start(folder, List.of(), options, false, arguments);
  }

  /** The same in a network namespace. */
  static JarProcess startIn(String namespace, Path folder, String... arguments) {
    return start(folder, List.of("ip", "netns", "exec", namespace), QUICK, false, arguments);
  }

  /** The same, where the process may have so many descriptors open. */
  static JarProcess startWithDescriptors(Path folder, int descriptors, String... arguments) {
    return start(folder, List.of("bash", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "bash"), QUICK, false, arguments);
  }

  /** The same, where the process gets SIGHUP even if it is ignored here, as under nohup: a JVM leaves it ignored then. */
  static JarProcess startHearingHangUps(Path folder, String... arguments) throws IOException {
    return start(folder, isHangUpIgnored() ? List.of("env", "--default-signal=HUP") : List.of(), QUICK, false, arguments);
  }

  /** The same with these environment variables, as {@code NAME=value}. */
  static JarProcess startWithVariables(Path folder, List<String> variables, List<String> options, String... arguments) {
    List<String> before = new ArrayList<>(List.of("env"));
    before.addAll(variables);
    return start(folder, before, options, false, arguments);
  }

  private static boolean isHangUpIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status) && Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> Character.digit(line.charAt(line.length() - 1), 16) % 2 == 1);
  }

  /** The same with a stderr that nobody reads: a pipe, which takes some 64 KB. */
  static JarProcess startUnread(Path folder, String... arguments) {
    return start(folder, List.of(), QUICK, true, arguments);
  }

  /** The same with these options of the JVM, from a copy of the jar: {@code gatehouse.jar} in the folder. */
  static JarProcess startCopy(Path folder, List<String> options, String... arguments) {
    return start(folder, List.of(), options, Path.of("gatehouse.jar"), false, arguments);
  }

  private static JarProcess start(Path folder, List<String> before, List<String> options, boolean unread, String... arguments) {
    return start(folder, before, options, JAR, unread, arguments);
  }

  private static JarProcess start(Path folder, List<String> before, List<String> options, Path jar, boolean unread, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    int number = ++started;
    Path out = folder.resolve("out-" + number);
    Path err = folder.resolve("err-" + number);
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
          .redirectError(unread ? Redirect.PIPE : Redirect.to(Files.createFile(err).toFile()));
      // With these a JVM says on stderr that it has seen them.
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new JarProcess(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs to its end. */
  public static JarProcess run(Path folder, String... arguments) {
    JarProcess run = start(folder, arguments);
    run.exit();
    return run;
  }

  /** Waits until it serves. */
  public JarProcess ready() {
    await("ready", () -> out().contains("ready ") || !process.isAlive());
    assertThat(out()).as(err()).startsWith("ready ");
    return this;
  }

  /** Waits for its end, and gives its status. */
  public int exit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end:\n" + err());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The signal of Ctrl-C. Whoever runs the tests in the background of a script has them, and all that they start, ignore it (POSIX,
   * asynchronous lists): then it is TERM, which a host takes alike.
   */
  public static String ctrlC() throws IOException {
    try {
      return new ProcessBuilder("bash", "-c", "kill -INT $$; exit 0").start().waitFor() != 0 ? "INT" : "TERM";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a signal, as a terminal or a service manager does. */
  public JarProcess signal(String name) {
    return kill("kill -" + name + " " + process.pid());
  }

  /** Sends a signal twice at once, as a terminal and a wrapper script do together; the second may find nobody. */
  public JarProcess signalTwice(String name) {
    String kill = "kill -" + name + " " + process.pid();
    return kill(kill + " && { " + kill + " 2>/dev/null; true; }");
  }

  private JarProcess kill(String command) {
    try {
      assertThat(new ProcessBuilder("bash", "-c", command).start().waitFor()).isZero();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Begins to read its stderr, to its end, in a file. */
  JarProcess readErr() {
    Thread reader = new Thread(() -> {
      try (InputStream from = process.getErrorStream()) {
        Files.copy(from, err);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    reader.setDaemon(true);
    reader.start();
    return this;
  }

  /** What it has said on stdout. */
  public String out() {
    return read(out);
  }

  /** What it has said on stderr. */
  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return !Files.exists(file) ? "" : Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something holds, longer than {@link Eventually} does. */
  public static void await(String what, BooleanSupplier condition) {
    try {
      Eventually.within(PATIENCE, "waited too long: " + what, condition);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
