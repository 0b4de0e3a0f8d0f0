package dev.gatehouse.redis.embedded;

import dev.gatehouse.config.EmbeddedRedisConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another process that uses the embedded Redis, as a host does, until it is killed. */
final class EmbeddedHost {

  private final Process process;

  private EmbeddedHost(Process process) {
    this.process = process;
  }

  /** Starts one, and returns when its Redis serves. */
  static EmbeddedHost start(EmbeddedRedisConfig config) throws IOException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), EmbeddedHost.class.getName(), "" + config.port(), config.dir().toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); !"serving".equals(line); line = out.readLine()) {
      if (line == null) {
        throw new IOException("the other host ended");
      }
    }
    return new EmbeddedHost(process);
  }

  /** {@code kill -9}. */
  void kill() throws IOException {
    process.destroyForcibly();
    ProcessWait.exitOf(process, 10_000);
  }

  /** One command to the server of a configuration, with its password. */
  static String ask(EmbeddedRedisConfig config, String... words) throws IOException {
    try (RedisProbe probe = new RedisProbe("127.0.0.1", config.port(), 5_000)) {
      probe.ask("AUTH", Files.readString(config.dir().resolve("password")).strip());
      return String.valueOf(probe.ask(words));
    }
  }

  static boolean answers(EmbeddedRedisConfig config) {
    try {
      return ask(config, "PING").equals("PONG");
    } catch (IOException e) {
      return false;
    }
  }

  /** The server's process. */
  static ProcessHandle process(EmbeddedRedisConfig config) throws IOException {
    return new RedisFiles(config.dir().toRealPath()).process().orElseThrow();
  }

  /** {@code kill -9} of the server. */
  static void killRedis(EmbeddedRedisConfig config) throws IOException {
    ProcessHandle process = process(config);
    process.destroyForcibly();
    awaitEnd(config, process);
  }

  /** Waits for the end of a server; that nobody has reaped it does not matter. */
  static void awaitEnd(EmbeddedRedisConfig config, ProcessHandle server) throws IOException {
    while (new RedisFiles(config.dir().toRealPath()).process().filter(server::equals).isPresent()) {
      ProcessWait.aMoment();
    }
  }

  /** Ends the server if a test that failed has left it. */
  static void end(EmbeddedRedisConfig config) throws IOException {
    if (Files.exists(config.dir())) {
      new RedisFiles(config.dir().toRealPath()).process().ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    EmbeddedRedis.start(new EmbeddedRedisConfig(Integer.parseInt(args[0]), Path.of(args[1]), null));
    System.out.println("serving");
    Thread.sleep(Long.MAX_VALUE);
  }
}
