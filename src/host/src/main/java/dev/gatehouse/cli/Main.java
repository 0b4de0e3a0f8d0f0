package dev.gatehouse.cli;

import dev.gatehouse.StartException;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.cli.process.ExitGuard;
import dev.gatehouse.cli.process.LogFile;
import dev.gatehouse.cli.process.Stderr;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Nearest;
import dev.gatehouse.redis.link.RedisStartException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Without a command it is {@code run}. */
@Command(name = "gatehouse", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT, versionProvider = Main.Version.class,
    description = "A multi-tenant MCP host. Without a command: run " + Main.DEFAULT_CONFIG + ".")
public final class Main implements Callable<Integer> {

  static final String DEFAULT_CONFIG = "conf/gatehouse.json";
  /** Exit status: the configuration, or an option, is wrong. */
  static final int BAD_CONFIG = 2;
  /** Exit status: a port or Redis cannot be had. */
  static final int CANNOT_START = 3;

  private final RunCommand run = new RunCommand();

  private Main() {
  }

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] args) {
    LogFile.choose(line -> Stderr.stream().println(line));
    int status = CommandLine.ExitCode.SOFTWARE;
    try {
      CommandLine line = withStdoutToItself(commandLine());
      boolean check = args.length > 0 && args[0].equals("check");
      Runtime.getRuntime().addShutdownHook(check ? new ExitGuard(line.getOut()::println, BAD_CONFIG)
          : new ExitGuard(text -> Stderr.stream().println(text), CommandLine.ExitCode.SOFTWARE));
      status = line.execute(args);
    } catch (Throwable fault) {
      // Errors too: in a jar that was replaced under the process, classes are missing, and it must end all the same.
      fault.printStackTrace(Stderr.stream());
    }
    Stderr.drain();
    System.exit(status);
  }

  /** Reserves stdout for the command's result: what a plugin prints must not mix with it. */
  private static CommandLine withStdoutToItself(CommandLine line) {
    line.setOut(line.getOut());
    Stderr.share();
    return line.setErr(new PrintWriter(Stderr.stream(), true, Charset.defaultCharset()));
  }

  public static CommandLine commandLine() {
    Main main = new Main();
    return new CommandLine(main)
        .addSubcommand(main.run)
        .addSubcommand(new CheckCommand())
        .addSubcommand(new MintCommand(new MintCommand.ConfiguredStore(), Clock.systemUTC()))
        .addSubcommand(new ExplainCommand())
        .addSubcommand(new UnusedCommand(Clock.systemUTC()))
        .addSubcommand(new VerifyCommand(System.in))
        .addSubcommand(new CommandLine.HelpCommand())
        // An option's value that starts with @ is that value, not a file of options.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Main::misused)
        .setExecutionExceptionHandler(Main::failed);
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    return run.call();
  }

  /** Reports a wrong option in one line instead of the whole usage. */
  private static int misused(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    boolean noCommand = command.getParent() == null && wrong instanceof UnmatchedArgumentException && !args[0].startsWith("-");
    command.getErr().println(noCommand ? unknown(command, args[0]) : wrong.getMessage());
    command.getErr().println("'" + command.getCommandSpec().qualifiedName() + " --help' lists what there is.");
    return BAD_CONFIG;
  }

  private static String unknown(CommandLine main, String word) {
    Set<String> commands = main.getSubcommands().keySet();
    String meant = Nearest.of(word, commands).map(near -> "; did you mean '" + near + "'?").orElse(".");
    return "there is no command '" + word + "'" + meant + " Commands: " + String.join(", ", commands);
  }

  /** Reports a failed command in one line. */
  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof ConfigException bad) {
      bad.faults().forEach(command.getErr()::println);
      return BAD_CONFIG;
    }
    command.getErr().println(failure.getMessage());
    boolean away = failure instanceof StartException || failure instanceof RedisStartException
        || failure instanceof StoreUnavailableException;
    return away ? CANNOT_START : CommandLine.ExitCode.SOFTWARE;
  }

  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"gatehouse " + ServerIdentity.current().version()};
    }
  }
}
