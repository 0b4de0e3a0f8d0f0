package dev.gatehouse.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process of its own, so that its processor time, heap and event loops are nobody else's. */
public final class Child implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 40;

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.in = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
  }

  /**
   * Starts one.
   *
   * @param name for messages, and for its log in the folder
   * @param dir the folder it works in
   */
  static Child start(String name, Path dir, List<String> command) throws IOException {
    return new Child(name, new ProcessBuilder(command).directory(dir.toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(dir.resolve(name + ".log").toFile())).start());
  }

  /**
   * Reads its next line.
   *
   * @throws IOException when it ended instead
   */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the process '" + name + "' has ended");
    }
    return line;
  }

  /** Writes a line to it and reads its answer. */
  String ask(String line) throws IOException {
    in.println(line);
    return line();
  }

  /** Reads all that it says until it ends. */
  String rest() {
    return out.lines().collect(Collectors.joining("\n"));
  }

  /** The port in its line {@code ready http://127.0.0.1:8080/mcp}. */
  int readyPort() throws IOException {
    String line = line();
    if (!line.startsWith("ready http://")) {
      throw new IOException("the process '" + name + "' said '" + line + "' where it should be ready");
    }
    return URI.create(line.substring("ready ".length())).getPort();
  }

  /** The processor time it has used so far. */
  public Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Waits until it has ended by itself; its exit status. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it in order, or by force when that takes too long. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
