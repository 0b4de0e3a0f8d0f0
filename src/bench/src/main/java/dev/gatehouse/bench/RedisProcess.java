package dev.gatehouse.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import redis.embedded.RedisExecProvider;

/** A {@code redis-server} of the run's own, on a free port of loopback: the one on the PATH, or else the one that the host bundles. */
public final class RedisProcess {

  private static final int START_MILLIS = 20_000;

  private final Workbench bench;
  private final String executable;
  private final Path data;
  private final String fsync;
  private final int port = FreePort.any();
  private Child process;

  private RedisProcess(Workbench bench, String executable, Path data, String fsync) {
    this.bench = bench;
    this.executable = executable;
    this.data = data;
    this.fsync = fsync;
  }

  /** Starts one whose acknowledged writes survive {@code kill -9} ({@code appendfsync always}); returns when it answers. */
  public static RedisProcess start(Workbench bench) throws IOException, InterruptedException {
    return start(bench, "always");
  }

  /** Starts one that writes to disk once a second, as an operator's and the embedded one do; returns when it answers. */
  public static RedisProcess usual(Workbench bench) throws IOException, InterruptedException {
    return start(bench, "everysec");
  }

  private static RedisProcess start(Workbench bench, String fsync) throws IOException, InterruptedException {
    RedisProcess redis = new RedisProcess(bench, executable(bench), Files.createDirectories(bench.file("redis-data")), fsync);
    redis.start();
    return redis;
  }

  private static String executable(Workbench bench) throws IOException {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "redis-server"))) {
        return Path.of(folder, "redis-server").toString();
      }
    }
    File unpacked = RedisExecProvider.defaultProvider().get();
    Path copy = Files.copy(unpacked.toPath(), bench.file("redis-server"));
    if (!copy.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + copy + " executable");
    }
    return copy.toString();
  }

  /** Starts it with the data that it had; returns when it answers. */
  public void start() throws IOException, InterruptedException {
    process = bench.start("redis-server", List.of(executable, "--port", Integer.toString(port), "--bind", "127.0.0.1",
        "--dir", data.toString(), "--appendonly", "yes", "--appendfsync", fsync, "--save", "",
        "--logfile", bench.file("redis-server.log").toString()));
    long end = System.nanoTime() + START_MILLIS * 1_000_000L;
    while (!answers()) {
      if (System.nanoTime() > end) {
        throw new IOException("redis-server did not answer within " + START_MILLIS + " ms");
      }
      Thread.sleep(20);
    }
  }

  private boolean answers() {
    try (Redis redis = connect()) {
      return "PONG".equals(redis.ask("PING"));
    } catch (IOException e) {
      // It does not listen yet, or still loads what it had.
      return false;
    }
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  /** A connection to it. */
  public Redis connect() throws IOException {
    return new Redis(port);
  }

  /** The processor time it has used so far. */
  public Duration cpu() {
    return process.cpu();
  }

  /** The port that it listens on. */
  int port() {
    return port;
  }

  /** For {@code redis.url}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }
}
