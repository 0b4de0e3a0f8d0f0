package dev.gatehouse.bench.micro;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Deadline;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** {@code add} of the built math plugin. The working directory is the repository. */
final class BuiltTool implements AutoCloseable {

  private static final Key ADD = Key.tool("add");

  private final LoadedPlugin plugin;

  BuiltTool() throws PluginException {
    plugin = PluginSource.of(Path.of("tools-plugins/demo/math.jar")).load("demo", PluginSettings.NONE, Changes.NONE);
  }

  List<Feature> features() {
    return plugin.features();
  }

  /** The tool as the host calls it: it checks the arguments, calls the method and makes a result. */
  Feature.Body body() {
    return plugin.features().stream().filter(feature -> feature.key().equals(ADD)).findFirst().orElseThrow().body();
  }

  /** A call of 2 and 3, which runs once. */
  static Call call() {
    return new Call(ADD, new CallParams.Arguments(Json.object().put("a", 2).put("b", 3)), new Caller("demo", "0123456789ab", null),
        new Deadline(Instant.now().plusSeconds(30)), new Call.Context(new CallCancellation(), ClientChannel.NONE, CallTrace.NONE));
  }

  @Override
  public void close() {
    plugin.close();
  }
}
