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

/** {@code target/gatehouse.jar} as a process, on free ports of loopback, and a plugin folder of the run's own. */
public final class BuiltHost {

  /** Java options of the host, by the environment; the heap that the manual speaks of without it. */
  private static final String OPTIONS = "HOST_JAVA_OPTIONS";
  private static final String SMALL = "-Xmx512m";
  private static final String REDIS = "redis";
  private static final String ALL = "all";

  private final Workbench bench;
  private final String name;
  private final List<String> options;
  private final String plugins;
  /** What it does: {@code all}, {@code edge} or {@code worker}. */
  private final String role;
  private final int port = FreePort.any();
  private final int admin = FreePort.any();
  private Child process;

  /**
   * With its embedded Redis, and as much heap as Java takes. Writes its configuration.
   *
   * @param calls what of {@code calls} is not the default, as JSON
   */
  BuiltHost(Workbench bench, String calls) throws IOException {
    this.bench = bench;
    this.name = "host";
    this.plugins = "plugins";
    this.role = ALL;
    this.options = List.of();
    write("{\"embedded\": {\"port\": 0, \"dir\": \"%s\"}}".formatted(REDIS), "\"calls\": " + calls);
  }

  /**
   * With a Redis of the run's own, and 512 MiB of heap, or what the environment's {@code HOST_JAVA_OPTIONS} says.
   * Writes its configuration.
   *
   * @param more further members of the configuration, as JSON: {@code "calls": {…}, "sessions": {…}}
   */
  public BuiltHost(Workbench bench, RedisProcess redis, String more) throws IOException {
    this(bench, "host", redis, more);
  }

  /**
   * One of several on the same Redis and plugin folder; else as the one above.
   *
   * @param name of its configuration and log
   */
  BuiltHost(Workbench bench, String name, RedisProcess redis, String more) throws IOException {
    this(bench, name, redis, more, given());
  }

  private BuiltHost(Workbench bench, String name, RedisProcess redis, String more, List<String> options) throws IOException {
    this(bench, name, redis, more, options, "plugins", ALL);
  }

  /**
   * One with a plugin folder and Java options of its own.
   *
   * @param options of {@code java}
   */
  public static BuiltHost apart(Workbench bench, String name, RedisProcess redis, List<String> options) throws IOException {
    return new BuiltHost(bench, name, redis, "", options, "plugins-" + name, ALL);
  }

  /** An edge without plugins, that workers on loopback join at a port. */
  static BuiltHost edge(Workbench bench, RedisProcess redis, int cluster) throws IOException {
    return new BuiltHost(bench, "edge", redis, "\"cluster\": {\"port\": " + cluster + "}", given(), "plugins-edge", "edge");
  }

  /** A worker with the plugins that are in, of the edge at a port. */
  static BuiltHost worker(Workbench bench, RedisProcess redis, int cluster) throws IOException {
    return new BuiltHost(bench, "worker", redis,
        "\"cluster\": {\"port\": 0, \"members\": [\"127.0.0.1:" + cluster + "\"]}", given(), "plugins", "worker");
  }

  private BuiltHost(Workbench bench, String name, RedisProcess redis, String more, List<String> options, String plugins,
      String role) throws IOException {
    this.bench = bench;
    this.name = name;
    this.options = List.copyOf(options);
    this.plugins = plugins;
    this.role = role;
    write("{\"url\": \"" + redis.url() + "\"}", more);
  }

  private static List<String> given() {
    String given = System.getenv(OPTIONS);
    return List.of((given == null || given.isBlank() ? SMALL : given.strip()).split("\\s+"));
  }

  private void write(String redis, String more) throws IOException {
    Files.createDirectories(bench.file(plugins));
    Files.writeString(bench.file(config()), """
        { "http": {"port": %d}, "admin": {"port": %d}, "redis": %s, "plugins": {"dir": "%s"}%s }
        """.formatted(port, admin, redis, plugins, more.isEmpty() ? "" : ", " + more));
  }

  /** Puts the built math plugin in. */
  public void putMath(String tenant) throws IOException {
    put(tenant, "math", bench.built("tools-plugins/demo/math.jar"));
  }

  /** Packs a plugin and puts it in. */
  public void put(String tenant, String plugin, Class<?> type) throws IOException {
    put(tenant, plugin, PluginJar.write(bench.file(plugin + ".jar"), type, Map.of()));
  }

  /** Puts a jar in, or in the place of the one that serves, as an operator should: copied under another name, then renamed. */
  public void put(String tenant, String plugin, Path jar) throws IOException {
    Path folder = Files.createDirectories(bench.file(plugins).resolve(tenant));
    Path hidden = Files.copy(jar, folder.resolve("." + plugin), StandardCopyOption.REPLACE_EXISTING);
    Files.move(hidden, folder.resolve(plugin + ".jar"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts it with the plugins that are in; returns when it serves. */
  public void start() throws IOException {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-jar", jar(), "run", config()));
    if (!role.equals(ALL)) {
      arguments.addAll(List.of("--role", role));
    }
    process = bench.java(name, arguments.toArray(String[]::new));
    if (role.equals("worker")) {
      process.line();
    } else {
      process.readyPort();
    }
  }

  /** Whether its {@code check} finds no fault in the configuration and the plugins. */
  boolean isGood() throws IOException, InterruptedException {
    try (Child check = bench.java("check", "-jar", jar(), "check", config())) {
      check.rest();
      return check.awaitEnd() == 0;
    }
  }

  /** Whether it has a command, which then has a help. */
  boolean knows(String command) throws IOException, InterruptedException {
    try (Child help = bench.java("help", "-jar", jar(), command, "--help")) {
      help.rest();
      return help.awaitEnd() == 0;
    }
  }

  /** Ends it by force, and starts it again on the same ports. */
  public void restart() throws IOException, InterruptedException {
    process.kill();
    start();
  }

  /**
   * Makes a key for all tools of a tenant.
   *
   * @param more options of {@code mint}
   */
  Endpoint mint(String tenant, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-jar", jar(), "mint", "--tenant", tenant, "--tools", "*"));
    arguments.addAll(Arrays.asList(more));
    arguments.addAll(List.of("--apply", config(), "--json"));
    try (Child mint = bench.java("mint", arguments.toArray(String[]::new))) {
      String key = Key.in(mint.rest()).orElseThrow(() -> new IOException("mint made no key for tenant " + tenant));
      return new Endpoint(port, key);
    }
  }

  /** The process that runs now. */
  public Child process() {
    return process;
  }

  /** Where it serves. */
  public int port() {
    return port;
  }

  /** Where it answers its operator. */
  public int adminPort() {
    return admin;
  }

  /** What it writes to stderr. */
  public Path log() {
    return bench.file(name + ".log");
  }

  private String config() {
    return name + ".json";
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
