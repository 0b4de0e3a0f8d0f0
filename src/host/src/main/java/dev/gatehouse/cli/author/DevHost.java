package dev.gatehouse.cli.author;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.Host;
import dev.gatehouse.HostListener;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.Role;
import dev.gatehouse.config.TenantCalls;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.config.TenantConfig.Anonymous;
import dev.gatehouse.plugin.check.ThrownFaults;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A host for the author of a plugin: on loopback, with one tenant, whose callers need no key and may use everything, and a Redis of its
 * own. All that it keeps is in a folder for temporary files, which goes with it.
 */
public final class DevHost implements AutoCloseable {

  private static final String TENANT = "dev";
  /** How the name of a plugin's class loader begins. */
  private static final String LOADER = "tool:";
  private static final Patterns ALL_TOOLS = Patterns.tools("*");
  private static final Anonymous EVERYBODY = new Anonymous(ALL_TOOLS, Patterns.prompts("*"), Patterns.resources("*"), List.of());

  private final Path folder;
  private final Host host;
  private final ProjectWatch watch;

  private DevHost(Path folder, Host host, ProjectWatch watch) {
    this.folder = folder;
    this.host = host;
    this.watch = watch;
  }

  /**
   * Starts one, which loads the plugin as soon as it has been built.
   *
   * @param port of the host; 0 for any free one
   * @param settings what the plugin is given at its start
   * @param calls where calls are printed
   * @param faults where the stack traces of failed loads are printed
   * @throws ConfigException when the settings cannot be read
   * @throws dev.gatehouse.StartException when the port cannot be had
   */
  public static DevHost start(ProjectClasses project, int port, JsonNode settings, PrintWriter calls, PrintStream faults)
      throws IOException, ConfigException {
    Path folder = Files.createTempDirectory("gatehouse-dev");
    try {
      Path tenant = Files.createDirectories(folder.resolve("plugins").resolve(TENANT));
      Path config = Files.write(folder.resolve("gatehouse.json"), Json.write(config(folder, project, port, settings)).getBytes());
      ProjectWatch watch = new ProjectWatch(project, tenant, faults);
      watch.start();
      Host host = Host.start(ConfigLoader.load(config), Role.ALL, () -> 0,
          new HostListener(List.of(new CallPrinter(calls)), failure -> print(failure, faults)));
      allowAll(host);
      return new DevHost(folder, host, watch);
    } catch (IOException | ConfigException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  private static ObjectNode config(Path folder, ProjectClasses project, int port, JsonNode settings) {
    ObjectNode config = Json.object();
    config.putObject("http").put("port", port);
    config.putObject("admin").put("port", 0);
    config.putObject("redis").putObject("embedded").put("port", 0).put("dir", folder.resolve("redis").toString());
    config.putObject("plugins").put("dir", folder.resolve("plugins").toString());
    ObjectNode tenant = config.putObject("tenants").putObject(TENANT);
    tenant.putObject("anonymous").put("tools", "*");
    tenant.putObject("plugins").set(project.name(), settings);
    return config;
  }

  /** A configuration file gives callers without a key tools alone. */
  private static void allowAll(Host host) {
    TenantConfig tenant = host.config().tenants().get(TENANT);
    host.tenants().configure(Map.of(TENANT, new TenantConfig(EVERYBODY, false, TenantCalls.NONE, tenant.plugins())), () -> {});
  }

  /** Where the author's own code failed; what the host itself says is in the log. */
  private static void print(Throwable failure, PrintStream faults) {
    ThrownFaults.causes(failure).filter(DevHost::isThroughPlugin).findFirst()
        .ifPresent(cause -> cause.printStackTrace(faults));
  }

  private static boolean isThroughPlugin(Throwable thrown) {
    return Stream.of(thrown.getStackTrace()).map(StackTraceElement::getClassLoaderName)
        .anyMatch(loader -> loader != null && loader.startsWith(LOADER));
  }

  /** Where clients connect. */
  public String url() {
    return host.url() + "/t/" + TENANT + "/mcp";
  }

  @Override
  public void close() throws IOException {
    watch.close();
    host.close();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
