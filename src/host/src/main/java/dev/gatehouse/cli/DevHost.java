package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.Host;
import dev.gatehouse.HostListener;
import dev.gatehouse.StartException;
import dev.gatehouse.cli.author.CallPrinter;
import dev.gatehouse.cli.author.DevTemp;
import dev.gatehouse.cli.author.FaultPrinter;
import dev.gatehouse.cli.author.ProjectClasses;
import dev.gatehouse.cli.author.ProjectWatch;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.Role;
import dev.gatehouse.config.TenantCalls;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.config.TenantConfig.Anonymous;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A host for the author of a plugin: on loopback, with one tenant, whose callers need no key and may use everything, and a Redis of its
 * own. All that it keeps is in a folder for temporary files, which goes with it.
 */
final class DevHost implements AutoCloseable {

  private static final String TENANT = "dev";
  private static final Patterns ALL_TOOLS = Patterns.tools("*");
  private static final Anonymous EVERYBODY = new Anonymous(ALL_TOOLS, Patterns.prompts("*"), Patterns.resources("*"), List.of());

  /** So long an end may take until the author is told what it waits for. */
  private static final long QUIET_MILLIS = 500;
  private static final long STOP_MILLIS = 2_000;

  private final DevTemp temp;
  private final Host host;
  private final ProjectWatch watch;
  private final PrintStream terminal;

  private DevHost(DevTemp temp, Host host, ProjectWatch watch, PrintStream terminal) {
    this.temp = temp;
    this.host = host;
    this.watch = watch;
    this.terminal = terminal;
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
  static DevHost start(ProjectClasses project, int port, JsonNode settings, PrintWriter calls, PrintStream faults)
      throws IOException, ConfigException {
    DevTemp temp = DevTemp.create();
    try {
      Path folder = temp.folder();
      Path tenant = Files.createDirectories(folder.resolve("plugins").resolve(TENANT));
      Path config = Files.write(folder.resolve("gatehouse.json"), Json.write(config(folder, project, port, settings)).getBytes());
      ProjectWatch watch = new ProjectWatch(project, tenant, faults);
      watch.start();
      Host host = Host.start(ConfigLoader.load(config), Role.ALL, () -> 0,
          new HostListener(List.of(new CallPrinter(calls)), new FaultPrinter(faults)));
      allowAll(host);
      return new DevHost(temp, host, watch, faults);
    } catch (StartException e) {
      temp.close();
      throw inWordsOfDev(e);
    } catch (IOException | ConfigException | RuntimeException e) {
      temp.close();
      throw e;
    }
  }

  /** The configuration is not the author's: its port is an option. */
  private static StartException inWordsOfDev(StartException e) {
    String words = String.valueOf(e.getMessage());
    String fields = " (http.host, http.port)";
    return words.contains(fields)
        ? new StartException(words.replace(fields, "") + "; name another port with --port, or 0 for any free one") : e;
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
    TenantConfig tenant = Objects.requireNonNull(host.config().tenants().get(TENANT));
    host.tenants().configure(Map.of(TENANT, new TenantConfig(EVERYBODY, false, TenantCalls.NONE, tenant.plugins())), () -> {});
  }

  /** Where clients connect. */
  String url() {
    return host.url() + "/t/" + TENANT + "/mcp";
  }

  /** Stops. What runs has two seconds to end; what does not is left to the end of the process. */
  @Override
  public void close() throws IOException {
    watch.close();
    Thread stopping = new Thread(host::close, "stop");
    stopping.setDaemon(true);
    stopping.start();
    if (!hasEnded(stopping, QUIET_MILLIS)) {
      terminal.println("stopping; what still runs has two seconds to end");
    }
    if (hasEnded(stopping, STOP_MILLIS)) {
      temp.close();
    } else {
      // The end of the process closes the folder: until then the host would start its Redis again.
      terminal.println("stopped, although a call or the plugin's stop still runs");
    }
  }

  private static boolean hasEnded(Thread thread, long withinMillis) {
    try {
      thread.join(withinMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
