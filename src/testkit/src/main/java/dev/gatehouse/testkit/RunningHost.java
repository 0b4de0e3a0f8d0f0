package dev.gatehouse.testkit;

import dev.gatehouse.Host;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.tenant.PluginFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A host that serves one plugin to one tenant, with all it keeps in a folder of its own. */
final class RunningHost implements AutoCloseable {

  private static final String TENANT = "test";
  private static final Duration START = Duration.ofSeconds(60);
  /** What the end may take beyond the longest call. */
  private static final Duration STOP_MARGIN = Duration.ofSeconds(30);
  private static final Duration KEY = Duration.ofSeconds(30);
  /** What an answer may take beyond the longest call: the host's own word on a call that took too long is to be heard. */
  private static final Duration ANSWER_MARGIN = Duration.ofSeconds(30);

  private final Path dir;
  private final Duration timeout;
  private final Thread atExit = new Thread(this::end, "gatehouse-test-exit");
  private @Nullable Host host;

  private RunningHost(Path dir, Duration timeout) {
    this.dir = dir;
    this.timeout = timeout;
  }

  /**
   * Starts one.
   *
   * @throws IllegalStateException when it does not start, or refuses the plugin; says why
   */
  static RunningHost start(PluginFiles plugin, Map<String, Object> configuration, Duration timeout) throws IOException {
    RunningHost running = new RunningHost(Files.createTempDirectory("gatehouse-test"), timeout);
    // A Redis outlives who started it.
    Runtime.getRuntime().addShutdownHook(running.atExit);
    try {
      Path plugins = Files.createDirectories(running.dir.resolve("plugins").resolve(TENANT));
      plugin.copyTo(plugins);
      HostConfig config = running.config(plugin.name(), configuration);
      running.host = Deadline.run("the start of the host", START, () -> Host.start(config));
      running.refuseFaults();
      return running;
    } catch (Throwable e) {
      running.closeAfter(e);
      throw e;
    }
  }

  private HostConfig config(String plugin, Map<String, Object> configuration) throws IOException {
    Path file = dir.resolve("gatehouse.json");
    Json.MAPPER.writeValue(file.toFile(), Map.of(
        "http", Map.of("port", 0),
        "admin", Map.of("port", 0),
        "redis", Map.of("embedded", Map.of("port", 0, "dir", dir.resolve("redis").toString())),
        "plugins", Map.of("dir", dir.resolve("plugins").toString(), "reload", false),
        "calls", Map.of("timeout", timeout.toMillis() + "ms"),
        "tenants", Map.of(TENANT, Map.of("plugins", Map.of(plugin, configuration)))));
    try {
      return ConfigLoader.load(file);
    } catch (ConfigException e) {
      throw new IllegalStateException("the host refuses its configuration: " + String.join("; ", e.faults()), e);
    }
  }

  private void refuseFaults() {
    if (!host().tenants().faults().isEmpty()) {
      throw new IllegalStateException("the host refuses the plugin: "
          + host().tenants().faults().stream().map(PluginFault::message).collect(Collectors.joining("; ")));
    }
  }

  /** Where its tenant's clients connect. */
  String url() {
    return host().url() + "/mcp";
  }

  /** How long a client waits for an answer. */
  Duration patience() {
    return timeout.plus(ANSWER_MARGIN);
  }

  /** Makes a key. */
  String key(Key rights) {
    NewKey key = NewKey.create(new SecureRandom());
    Map<String, String> fields = new LinkedHashMap<>(rights.fields());
    fields.put("tenant", TENANT);
    Deadline.run("a new key", KEY, () -> host().keyWriter().create(key.id(), key.fields(fields), OptionalLong.empty()).await());
    return key.text();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
      Deadline.run("the end of the host", timeout.plus(STOP_MARGIN), (Callable<Void>) () -> {
        closeHost();
        return null;
      });
    } finally {
      delete();
    }
  }

  /** Closes it after a fault, which stays what is told. */
  void closeAfter(Throwable fault) {
    try {
      close();
    } catch (Throwable next) {
      fault.addSuppressed(next);
    }
  }

  /** At the exit of the JVM. */
  private void end() {
    try {
      closeHost();
    } finally {
      delete();
    }
  }

  private Host host() {
    return Objects.requireNonNull(host, "not started");
  }

  private void closeHost() {
    if (host != null) {
      host.close();
    }
  }

  private void delete() {
    try (Stream<Path> paths = Files.walk(dir)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
