package dev.gatehouse;

import dev.gatehouse.config.ConfigException;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.tenant.PluginFault;
import dev.gatehouse.tenant.Tenants;
import dev.gatehouse.tool.Changes;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: everything that can be wrong before a start, all at once; opens no port and no Redis. */
@Command(name = "check", description = "Reads the configuration and loads every plugin, without serving. Prints each fault on one line.")
final class CheckCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration, ${DEFAULT-VALUE} without.")
  private Path config;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    List<String> faults = new ArrayList<>();
    try {
      HostConfig read = ConfigLoader.load(config);
      read.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
      plugins(read).forEach(fault -> faults.add(line(fault)));
    } catch (ConfigException e) {
      faults.addAll(e.faults());
    }
    if (faults.isEmpty()) {
      spec.commandLine().getOut().println("ok");
      return 0;
    }
    faults.forEach(spec.commandLine().getOut()::println);
    return Main.BAD_CONFIG;
  }

  private static List<PluginFault> plugins(HostConfig config) {
    Vertx vertx = Vertx.vertx();
    try {
      return new Tenants(vertx, config.plugins(), config.calls(), config.tenants(), Changes.NONE).check();
    } finally {
      Main.awaitQuietly(vertx.close());
    }
  }

  private static String line(PluginFault fault) {
    return fault.plugin().isEmpty() ? fault.message() : fault.tenant() + "/" + fault.plugin() + ": " + fault.message();
  }
}
