package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code target/gatehouse.jar} with its embedded Redis, on any free ports, and a plugin folder of the run's own. */
final class BuiltHost {

  private static final String CONFIG = "gatehouse.json";
  private static final String REDIS = "redis";

  private final Workbench bench;
  private Child process;
  private int port;

  /**
   * Writes its configuration.
   *
   * @param calls what of {@code calls} is not the default, as JSON
   */
  BuiltHost(Workbench bench, String calls) throws IOException {
    this.bench = bench;
    Files.writeString(bench.file(CONFIG), """
        { "http": {"port": 0}, "admin": {"port": 0}, "redis": {"embedded": {"port": 0, "dir": "%s"}},
          "plugins": {"dir": "plugins"}, "calls": %s }
        """.formatted(REDIS, calls));
  }

  /** Puts the built math plugin in. */
  void putMath(String tenant) throws IOException {
    put(tenant, "math", bench.built("tools-plugins/demo/math.jar"));
  }

  /** Packs a plugin and puts it in. */
  void put(String tenant, String plugin, Class<?> type) throws IOException {
    put(tenant, plugin, PluginJar.write(bench.file(plugin + ".jar"), type, Map.of()));
  }

  /** Puts a jar in, or in the place of the one that serves, as an operator should: copied under another name, then renamed. */
  void put(String tenant, String plugin, Path jar) throws IOException {
    Path folder = Files.createDirectories(bench.file("plugins").resolve(tenant));
    Path hidden = Files.copy(jar, folder.resolve("." + plugin), StandardCopyOption.REPLACE_EXISTING);
    Files.move(hidden, folder.resolve(plugin + ".jar"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts it with the plugins that are in; returns when it serves. */
  void start() throws IOException {
    process = bench.java("host", "-jar", jar(), "run", CONFIG);
    port = process.readyPort();
  }

  /**
   * Makes a key for all tools of a tenant.
   *
   * @param more options of {@code mint}
   */
  Endpoint mint(String tenant, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-jar", jar(), "mint", "--tenant", tenant, "--tools", "*"));
    arguments.addAll(Arrays.asList(more));
    arguments.addAll(List.of("--apply", CONFIG, "--json"));
    try (Child mint = bench.java("mint", arguments.toArray(String[]::new))) {
      String key = Key.in(mint.rest()).orElseThrow(() -> new IOException("mint made no key for tenant " + tenant));
      return new Endpoint(port, key);
    }
  }

  Child process() {
    return process;
  }

  private String jar() throws IOException {
    return bench.built("target/gatehouse.jar").toString();
  }

  /** Ends the Redis of a host that could not do so itself: it is a process of its own, and outlives one that is killed. */
  static void endRedis(Path dir) throws IOException {
    Path pid = dir.resolve(REDIS).resolve("redis.pid");
    if (Files.exists(pid)) {
      ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
          .filter(process -> process.info().command().filter(command -> command.contains("redis")).isPresent())
          .ifPresent(BuiltHost::end);
    }
  }

  private static void end(ProcessHandle redis) {
    redis.destroy();
    redis.onExit().completeOnTimeout(redis, 10, TimeUnit.SECONDS).join();
  }
}
