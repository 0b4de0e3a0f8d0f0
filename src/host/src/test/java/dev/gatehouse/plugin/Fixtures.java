package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.InvalidArgumentsException;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import dev.gatehouse.spi.TextContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Plugins for one test: compiled, loaded, called, and gone when it ends. */
public final class Fixtures implements BeforeEachCallback, AfterEachCallback {

  static final Caller CALLER = new Caller("acme", "0123456789ab", "jane@example.com");
  static final Deadline DEADLINE = new Deadline(Instant.parse("2100-01-01T00:00:00Z"));

  private final List<LoadedPlugin> loaded = new ArrayList<>();
  private Path dir;

  /** The folder that the jars go to. */
  public Path dir() {
    return dir;
  }

  /** Loads a plugin class with this body as {@code acme/fixture}. */
  public LoadedPlugin load(String body) throws PluginException {
    return load(PluginJars.jar(dir, "fixture", PluginJars.plugin(body)));
  }

  /** Loads a jar or folder. */
  public LoadedPlugin load(Path jarOrFolder) throws PluginException {
    return load(jarOrFolder, Changes.NONE);
  }

  /** Loads a jar or folder whose news go there. */
  public LoadedPlugin load(Path jarOrFolder, Changes changes) throws PluginException {
    return load(jarOrFolder, changes, PluginSettings.of(Map.of("greeting", "hello")));
  }

  /** Loads a plugin class with this body and a configuration. */
  public LoadedPlugin load(String body, PluginSettings settings) throws PluginException {
    return load(PluginJars.jar(dir, "fixture", PluginJars.plugin(body)), Changes.NONE, settings);
  }

  private LoadedPlugin load(Path jarOrFolder, Changes changes, PluginSettings settings) throws PluginException {
    LoadedPlugin plugin = PluginSource.of(jarOrFolder).load("acme", settings, changes);
    loaded.add(plugin);
    return plugin;
  }

  static Feature tool(LoadedPlugin plugin, String name) {
    return plugin.tools().stream().filter(tool -> tool.key().name().equals(name)).findFirst().orElseThrow();
  }

  /** What is told about a tool. */
  public static ToolInfo info(LoadedPlugin plugin, String name) {
    return (ToolInfo) tool(plugin, name).info();
  }

  /** What is told about the only tool of a plugin class with this body. */
  public ToolInfo info(String body) throws PluginException {
    return (ToolInfo) load(body).tools().get(0).info();
  }

  static Call callOf(String tool, String arguments) throws IOException {
    return callOf(Key.tool(tool), new CallParams.Arguments((ObjectNode) Json.read(arguments)), ClientChannel.NONE);
  }

  static Call callOf(Key key, CallParams params, ClientChannel client) {
    return new Call(key, params, CALLER, DEADLINE, new Call.Context(new CallCancellation(), client, CallTrace.NONE));
  }

  /** What a plugin serves of a kind. */
  static List<Feature> all(LoadedPlugin plugin, Kind kind) {
    return plugin.features().stream().filter(feature -> feature.key().kind() == kind).toList();
  }

  /** Calls, and waits; what the tool throws is thrown, bare. Arguments that are not valid are answered as the bus does it. */
  public static ToolResult call(LoadedPlugin plugin, String name, String arguments) throws Exception {
    try {
      return (ToolResult) tool(plugin, name).body().call(callOf(name, arguments)).toCompletableFuture().get();
    } catch (InvalidArgumentsException e) {
      return ToolResult.error(e.getMessage());
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  /** Calls the only tool of a plugin class with this body. */
  public ToolResult call(String body, String arguments) throws Exception {
    LoadedPlugin plugin = load(body);
    return call(plugin, plugin.tools().get(0).key().name(), arguments);
  }

  /** Loads a jar that is refused, and takes the message: one line, which begins with the file. */
  public String refusal(Path jar) {
    PluginException refused = catchThrowableOfType(PluginException.class, () -> load(jar));
    assertThat(refused).as("loading %s", jar).isNotNull();
    assertThat(refused.getMessage()).startsWith(jar.toString()).doesNotContain("\n", "\tat ");
    return refused.getMessage();
  }

  /** Calls, and takes the text of the one block of a good answer. */
  public static String text(LoadedPlugin plugin, String name, String arguments) throws Exception {
    ToolResult result = call(plugin, name, arguments);
    if (result.isError()) {
      throw new AssertionError(result.toString());
    }
    return text(result);
  }

  public static String text(ToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    dir = Files.createTempDirectory("gatehouse-plugins");
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    loaded.forEach(LoadedPlugin::close);
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
