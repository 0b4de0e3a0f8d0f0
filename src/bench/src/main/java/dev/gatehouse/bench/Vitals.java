package dev.gatehouse.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the host's process holds at one moment.
 *
 * @param heap bytes of heap in use, right after a full collection
 * @param threads how many run
 * @param files how many are open, sockets included; -1 where the system does not tell
 */
public record Vitals(long heap, int threads, int files) {

  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int JCMD_SECONDS = 30;
  private static final double MIB = 1 << 20;

  /**
   * Collects the host's garbage by {@code jcmd}, then reads {@code /metrics} and, on Linux, {@code /proc}.
   *
   * @throws IOException when the host does not answer
   */
  public static Vitals of(BuiltHost host) throws IOException, InterruptedException {
    collect(host.process().pid());
    String metrics = metrics(host.adminPort());
    return new Vitals((long) sum(metrics, "jvm_memory_used_bytes{area=\"heap\""), (int) sum(metrics, "jvm_threads_live_threads"),
        files(host.process().pid()));
  }

  private static void collect(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    if (!process.waitFor(JCMD_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** The page of an admin port. */
  public static String metrics(int port) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString()).body();
  }

  private static double sum(String metrics, String start) {
    return metrics.lines().filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
  }

  private static int files(long pid) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid), "fd");
    if (!Files.isDirectory(folder)) {
      return -1;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.count();
    }
  }

  @Override
  public String toString() {
    return "heap %.1f MiB, %d threads, %s open files".formatted(heap / MIB, threads, files < 0 ? "?" : Integer.toString(files));
  }
}
