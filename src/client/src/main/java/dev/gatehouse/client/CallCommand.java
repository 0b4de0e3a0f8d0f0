package dev.gatehouse.client;

import dev.gatehouse.client.servers.Arguments;
import dev.gatehouse.client.servers.Json;
import dev.gatehouse.client.servers.Outcome;
import dev.gatehouse.client.servers.Plain;
import dev.gatehouse.client.servers.Server;
import dev.gatehouse.client.servers.ServerException;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code call}: one call, for scripts. */
@Command(name = "call", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
    description = "Calls a tool and prints its result.", footer = {"",
        "Exit status: 0 done, 1 the tool says that it failed, 2 bad option or argument, 3 not connected or key not taken,",
        "4 the key may not call this tool, 5 a limit is used up, 6 the server rejected the call."})
final class CallCommand implements Callable<Integer> {

  @Mixin
  private OneServer options;

  @Parameters(index = "0", paramLabel = "TOOL", description = "The tool's name.")
  private String tool;

  @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "Its arguments, typed by its schema; arrays and objects as JSON.")
  private List<String> words = List.of();

  @Option(names = "--json", description = "Print the whole result as JSON, control characters escaped.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (Server server = options.open()) {
      Outcome outcome = server.call(tool, arguments(server), progress -> {});
      print(outcome);
      return status(outcome.kind());
    }
  }

  private Map<String, Object> arguments(Server server) throws ServerException, UsageException, InterruptedException {
    // A tool that is not listed is called all the same: why it is not is the server's to say.
    Map<String, Object> schema = server.tools().stream().filter(listed -> listed.name().equals(tool)).findFirst()
        .map(Tool::inputSchema).orElse(Map.of());
    try {
      return Arguments.of(words, schema);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void print(Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    if (outcome.result().isEmpty()) {
      spec.commandLine().getErr().println(Plain.line(outcome.inWords()));
    } else if (json) {
      out.println(Plain.json(Json.write(outcome.result().get())));
    } else {
      // For scripts, too: who needs each byte has --json.
      out.println(Plain.text(outcome.text()));
    }
    out.flush();
  }

  private static int status(Outcome.Kind kind) {
    return switch (kind) {
      case ANSWERED -> Exit.OK;
      case TOOL_FAILED -> Exit.TOOL_FAILED;
      case UNREACHABLE -> Exit.NOT_CONNECTED;
      case REFUSED -> Exit.REFUSED;
      case LIMITED -> Exit.LIMITED;
      case FAILED -> Exit.FAILED;
    };
  }
}
