package dev.gatehouse.cli;

import dev.gatehouse.cli.author.FileFault;
import dev.gatehouse.cli.author.GatehouseJars;
import dev.gatehouse.cli.author.PluginProject;
import dev.gatehouse.mcp.ServerIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code new-plugin}: writes the project of a plugin, which Maven builds and tests. */
@Command(name = "new-plugin", description = "Writes the Maven project of a plugin with one tool and its test, without a network."
    + " It is built with the jars in its folder lib, a Maven repository that is made of this jar.")
final class NewPluginCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "NAME",
      description = "The plugin's name: 1 to 63 of a-z 0-9 _ -, beginning with a letter or digit.")
  private @Nullable String name;

  @Option(names = "--dir", paramLabel = "FOLDER", description = "The folder to make, which must be empty if it exists. Default: NAME")
  private @Nullable Path dir;

  @Option(names = "--package", paramLabel = "PACKAGE", defaultValue = "example",
      description = "The package of its classes, and its Maven group. Default: ${DEFAULT-VALUE}")
  private String packageName = "example";

  @Option(names = "--update", paramLabel = "FOLDER",
      description = "In place of NAME: gives the project in this folder, which an earlier version has made, the jars of this version.")
  private @Nullable Path update;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if ((name == null) == (update == null)) {
      throw misused("give the NAME of a plugin to be made, or --update FOLDER");
    }
    if (update != null && Stream.of("--dir", "--package").anyMatch(spec.commandLine().getParseResult()::hasMatchedOption)) {
      throw misused("--update takes neither --dir nor --package: the project has both");
    }
    try {
      GatehouseJars jars = GatehouseJars.ofThisProcess(ServerIdentity.current().version());
      if (update != null) {
        List<String> removed = PluginProject.update(update, jars);
        out.println(update + " is built with Gatehouse " + jars.version() + " from now on"
            + (removed.isEmpty() ? "" : "; the jars of " + String.join(", ", removed) + " are removed from its lib"));
        return CommandLine.ExitCode.OK;
      }
      PluginProject project = project(name, jars.version());
      Path folder = dir == null ? Path.of(project.name()) : dir;
      requireEmpty(folder);
      project.write(folder, jars);
      out.print(next(project, folder, jars.jar()));
      out.flush();
      return CommandLine.ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println(FileFault.of(e));
      return Main.BAD_CONFIG;
    }
  }

  private PluginProject project(@Nullable String name, String version) {
    try {
      return new PluginProject(String.valueOf(name), packageName, version);
    } catch (IllegalArgumentException e) {
      throw misused(e.getMessage());
    }
  }

  private ParameterException misused(@Nullable String words) {
    return new ParameterException(spec.commandLine(), words);
  }

  /** Nothing of the author's is overwritten. */
  private static void requireEmpty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> content = Files.list(folder)) {
        if (content.findAny().isPresent()) {
          throw new IOException(folder + " is not empty; name another folder with --dir");
        }
      }
    }
  }

  private static String next(PluginProject project, Path folder, Path jar) {
    return String.format(Locale.ROOT, """
        %s is the project of a plugin, with its test. Next, in that folder:

          mvn test       runs it in a whole host
          mvn package    makes target/%s, a folder to be copied into that of a tenant

        This serves it to MCP clients, and again whenever its classes change (mvn compile):

          java -jar %s dev .
        """, folder, project.name(), ShellPath.quoted(jar));
  }
}
