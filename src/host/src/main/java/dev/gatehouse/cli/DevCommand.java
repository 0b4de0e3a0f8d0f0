package dev.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.author.ProjectClasses;
import dev.gatehouse.cli.process.Signals;
import dev.gatehouse.cli.process.Stderr;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Faults;
import dev.gatehouse.record.JsonFile;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dev}: serves a plugin from its classes to its author, until it is told to stop. */
@Command(name = "dev",
    description = "Serves a plugin from its compiled classes, on this machine alone and without a key, and loads it again"
        + " whenever they change. Prints a line 'ready URL', and then each call with its arguments; never use it to serve callers.")
final class DevCommand implements Callable<Integer> {

  private static final int MOST_PORTS = 65_535;

  @Parameters(paramLabel = "FOLDER", description = "The project: its classes are in target/classes (Maven) or build/classes (Gradle), its"
      + " libraries in target/dependency, or else in each folder in target that holds jars. Or a folder of classes.")
  private Path folder = Path.of(".");

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "8090",
      description = "Where it listens; 0 for any free port. Default: ${DEFAULT-VALUE}")
  private int port = 8090;

  @Option(names = "--lib", paramLabel = "JAR", description = "A library of the plugin, or a folder of them. May be repeated.")
  private List<Path> libraries = new ArrayList<>();

  @Option(names = "--settings", paramLabel = "FILE",
      description = "The plugin's configuration as JSON: what tenants.<tenant>.plugins.<plugin> is in the configuration of a host.")
  private @Nullable Path settings;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, ConfigException, InterruptedException {
    require(Files.isDirectory(folder), folder + " is no folder");
    libraries.forEach(library -> require(Files.exists(library), "--lib " + library + " does not exist"));
    require(port >= 0 && port <= MOST_PORTS, "--port must be from 0 to " + MOST_PORTS);
    JsonNode plugin = settings();
    ProjectClasses project = new ProjectClasses(folder, libraries);
    require(project.exists(), folder + " holds neither a project (pom.xml, build.gradle or build.gradle.kts) nor the classes of a plugin;"
        + " name the folder that new-plugin has made");
    PrintWriter out = spec.commandLine().getOut();
    CountDownLatch stop = new CountDownLatch(1);
    Signals.onStop(stop::countDown);
    try (DevHost host = DevHost.start(project, port, plugin, out, Stderr.stream())) {
      out.println("ready " + host.url());
      out.flush();
      stop.await();
    }
    return CommandLine.ExitCode.OK;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private JsonNode settings() {
    if (settings == null) {
      return Json.object();
    }
    require(Files.exists(settings), "--settings " + settings + " cannot be read: there is no such file");
    try {
      return JsonFile.read(settings, new Faults());
    } catch (ConfigException e) {
      throw new ParameterException(spec.commandLine(), "--settings " + String.join("; ", e.faults()));
    }
  }
}
