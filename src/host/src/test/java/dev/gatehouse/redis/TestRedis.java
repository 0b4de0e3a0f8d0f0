package dev.gatehouse.redis;

import dev.gatehouse.redis.embedded.ProcessWait;
import dev.gatehouse.redis.embedded.RedisBinary;
import dev.gatehouse.redis.embedded.RedisProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A redis-server process on a free port with its data in a folder, ended with the JVM at the latest. */
final class TestRedis {

  private static final Path BIN = Path.of("target", "redis-bin").toAbsolutePath();

  private final int port;
  private final Path dir;
  private final List<String> more;
  private Process process;

  TestRedis(int port, Path dir, List<String> more) {
    this.port = port;
    this.dir = dir;
    this.more = more;
  }

  int port() {
    return port;
  }

  /** Where it listens besides. */
  Path socket() {
    return dir.resolve("redis.sock");
  }

  void start() throws IOException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\"", RedisBinary.find(BIN, null).path()));
    words.addAll(more);
    // A slow disk must not hold up Redis: nothing here outlives the machine.
    words.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--dir", dir.toString(), "--appendonly", "yes", "--appendfsync", "no",
        "--save", "",
        "--unixsocket", socket().toString()));
    // A limit on the size of its files is to be an error to it, as a full disk is, and not the end of it.
    process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(dir.resolve("log").toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    awaitReady(System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
  }

  private void awaitReady(long deadline) throws IOException {
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("Redis does not start: " + Files.readString(dir.resolve("log")));
      }
      ProcessWait.aMoment();
    }
  }

  private boolean answers() {
    try (RedisProbe probe = new RedisProbe("127.0.0.1", port, 5_000)) {
      return "PONG".equals(probe.ask("PING"));
    } catch (IOException e) {
      return false;
    }
  }

  long processId() {
    return process.pid();
  }

  void stop() throws IOException {
    process.destroy();
    ProcessWait.exitOf(process, 10_000);
  }

  void signal(String name) throws IOException {
    ProcessWait.exitOf(new ProcessBuilder("sh", "-c", "kill -" + name + ' ' + process.pid()).start(), 5_000);
  }

  void remove() throws IOException {
    process.destroyForcibly();
    ProcessWait.exitOf(process, 10_000);
    delete(dir);
  }

  /** Deletes a folder with all in it. */
  static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(folder)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
