package dev.gatehouse.cli;

import dev.gatehouse.cli.process.Stderr;
import dev.gatehouse.config.Role;
import dev.gatehouse.record.ConfigException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: starts the host and stays until it is told to stop. */
@Command(name = "run",
    description = "Starts the host. Prints a line 'ready URL' when it serves, a worker 'ready worker HOST:PORT'; logs go to stderr.")
final class RunCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration. Default: ${DEFAULT-VALUE}")
  private Path config = Path.of(Main.DEFAULT_CONFIG);

  @Option(names = "--role", paramLabel = "ROLE", defaultValue = "all", converter = RoleOption.class,
      description = "all: one process does everything. edge: serves callers, and has the plugins run on workers. worker: runs the plugins of"
          + " its folder for edges. Default: ${DEFAULT-VALUE}")
  private Role role = Role.ALL;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    try {
      return HostProcess.run(config, role, spec.commandLine().getOut(), spec.commandLine().getErr());
    } finally {
      // It does not block any more.
      spec.root().commandLine().setErr(new PrintWriter(Stderr.stream(), true, Charset.defaultCharset()));
    }
  }
}
