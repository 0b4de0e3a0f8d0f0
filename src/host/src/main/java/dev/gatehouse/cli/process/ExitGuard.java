package dev.gatehouse.cli.process;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reports that a plugin ended the process by {@link System#exit}. That cannot be prevented, but a check must not pass because of it, and
 * the log must name the plugin.
 */
public final class ExitGuard extends Thread {

  /** The prefix of plugin class loader names, before {@code <tenant>/<plugin>}. */
  private static final String LOADER = "tool:";

  private final Consumer<String> report;
  private final int status;

  /**
   * Creates a shutdown hook.
   *
   * @param report where the line goes
   * @param status what the process ends with when a plugin ended it, whatever status it passed
   */
  public ExitGuard(Consumer<String> report, int status) {
    this.report = report;
    this.status = status;
  }

  @Override
  public void run() {
    culprit().ifPresent(plugin -> {
      report.accept("plugin " + plugin + " has ended this process: it called System.exit, which a plugin must not; fix it or remove it");
      Stderr.drain();
      Runtime.getRuntime().halt(status);
    });
  }

  private static Optional<String> culprit() {
    return getAllStackTraces().values().stream()
        .filter(stack -> Stream.of(stack).anyMatch(ExitGuard::exits))
        .flatMap(Stream::of)
        .map(StackTraceElement::getClassLoaderName)
        .filter(loader -> loader != null && loader.startsWith(LOADER))
        .map(loader -> loader.substring(LOADER.length()))
        .findFirst();
  }

  private static boolean exits(StackTraceElement frame) {
    return frame.getClassName().equals(Runtime.class.getName()) && frame.getMethodName().equals("exit");
  }
}
