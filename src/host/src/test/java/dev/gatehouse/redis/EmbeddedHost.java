package dev.gatehouse.redis;

import dev.gatehouse.config.EmbeddedRedisConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
    Waiting.exitOf(process, 10_000);
  }

  public static void main(String[] args) throws InterruptedException {
    EmbeddedRedis.start(new EmbeddedRedisConfig(Integer.parseInt(args[0]), Path.of(args[1])));
    System.out.println("serving");
    Thread.sleep(Long.MAX_VALUE);
  }
}
