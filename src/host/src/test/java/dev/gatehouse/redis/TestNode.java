package dev.gatehouse.redis;

import dev.gatehouse.redis.embedded.ProcessWait;
import dev.gatehouse.redis.embedded.RedisBinary;
import dev.gatehouse.redis.embedded.RedisProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code redis-server} process that is one of several, as a Redis or as a Sentinel, in a network namespace or in that of the test. */
public final class TestNode {

  private static final Path BIN = Path.of("target", "redis-bin").toAbsolutePath();

  private final TestNetwork.Place place;
  private final int port;
  private final int plainPort;
  private final Path dir;
  private final List<String> words;
  private List<String> login = List.of();
  private Process process;

  /**
   * A server that is not started yet.
   *
   * @param port by which the others know it
   * @param plainPort without TLS
   * @param dir its folder, for its log
   * @param words after the name of the program
   */
  TestNode(TestNetwork.Place place, int port, int plainPort, Path dir, List<String> words) {
    this.place = place;
    this.port = port;
    this.plainPort = plainPort;
    this.dir = dir;
    this.words = words;
  }

  /** Logs in before each {@link #cli}. */
  void login(String user, String password) {
    login = List.of("AUTH", user, password);
  }

  /** {@code host:port}. */
  public String address() {
    return place.host() + ':' + port;
  }

  public int port() {
    return port;
  }

  /** Starts it, and waits until it answers. */
  public void start() throws IOException {
    List<String> all = new ArrayList<>(place.prefix());
    all.add(RedisBinary.find(BIN, null).path());
    all.addAll(words);
    process = new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(dir.resolve("log").toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("does not start: " + words + Files.readString(dir.resolve("log")));
      }
      ProcessWait.aMoment();
    }
  }

  private boolean answers() {
    try (RedisProbe probe = new RedisProbe(place.testHost(), plainPort, 5_000)) {
      return !String.valueOf(probe.ask("PING")).startsWith("LOADING");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Does what {@code redis-cli} does with the same words.
   *
   * @return the reply as {@link RedisExtension#cli} gives it
   */
  public String cli(String... command) {
    try (RedisProbe probe = new RedisProbe(place.testHost(), plainPort, 10_000)) {
      if (!login.isEmpty()) {
        probe.ask(login.toArray(String[]::new));
      }
      return RedisExtension.text(probe.ask(command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes with a command that answers a number, and waits for replicas on the same connection.
   *
   * @return how many have it; 0 when the command failed, as it does while {@code min-replicas-to-write} is not met
   */
  public int cliAndWait(int replicas, String... command) {
    try (RedisProbe probe = new RedisProbe(place.testHost(), plainPort, 10_000)) {
      if (!login.isEmpty()) {
        probe.ask(login.toArray(String[]::new));
      }
      Object written = probe.ask(command);
      Object have = probe.ask("WAIT", "" + replicas, "5000");
      return written instanceof Long && have instanceof Long some ? some.intValue() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long processId() {
    return process.pid();
  }

  /** Sends a signal: {@code STOP}, {@code CONT}, {@code KILL}. */
  public void signal(String name) throws IOException {
    ProcessWait.exitOf(new ProcessBuilder("sh", "-c", "kill -" + name + ' ' + process.pid()).start(), 5_000);
  }

  /** Ends it at once. */
  public void kill() throws IOException {
    process.destroyForcibly();
    ProcessWait.exitOf(process, 10_000);
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(dir.resolve("log"));
  }
}
