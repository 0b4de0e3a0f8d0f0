package dev.gatehouse.client;

import dev.gatehouse.client.servers.Plain;
import dev.gatehouse.client.servers.ServerException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The command line. */
@Command(name = "gatehouse-client", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
    description = "Talks to MCP servers: in a chat with a model, or call by call from a shell.",
    subcommands = {ChatCommand.class, ToolsCommand.class, CallCommand.class, CommandLine.HelpCommand.class}, footer = {"",
        "Keys come from the environment or from .env, never from the command line: GATEHOUSE_KEY for the server of tools and",
        "call, GATEHOUSE_KEY_NAME for the server NAME of chat; the model by MODEL_NAME, BASE_URL and API_KEY."})
public final class Main implements Callable<Integer> {

  private Main() {
  }

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] args) {
    // Not a return: the libraries' threads would keep the process.
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setUsageHelpWidth(120).setExecutionExceptionHandler(Main::failed);
  }

  @Override
  public Integer call() {
    CommandLine.usage(this, System.err);
    return Exit.USAGE;
  }

  /** A command that cannot do its work says so in one line. */
  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof UsageException || failure instanceof ServerException) {
      command.getErr().println(Plain.line(String.valueOf(failure.getMessage())));
      return failure instanceof UsageException ? Exit.USAGE : Exit.NOT_CONNECTED;
    }
    command.getErr().println("this should not happen: " + failure.getClass().getSimpleName());
    return Exit.FAILED;
  }

  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"gatehouse-client " + (version == null ? "dev" : version)};
    }
  }
}
