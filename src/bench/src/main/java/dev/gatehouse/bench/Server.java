package dev.gatehouse.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server under test, in a process of its own, so that its processor time is nobody else's. */
final class Server implements AutoCloseable {

  private final Process process;

  private Server(Process process) {
    this.process = process;
  }

  /** Starts one, and waits for a line that begins with {@code ready}. */
  static Server start(Path dir, List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).directory(dir.toFile()).redirectError(dir.resolve("stderr").toFile()).start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("ready")) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " did not start: see " + dir.resolve("stderr"));
    }
    return new Server(process);
  }

  /** The processor time it has used so far. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
