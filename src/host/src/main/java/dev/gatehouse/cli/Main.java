package dev.gatehouse.cli;

import dev.gatehouse.StartException;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.cli.MintedRights.BadOptionException;
import dev.gatehouse.cli.process.ExitGuard;
import dev.gatehouse.cli.process.LogFile;
import dev.gatehouse.cli.process.Stderr;
import dev.gatehouse.config.Role;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Nearest;
import dev.gatehouse.redis.connection.RedisStartException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
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

  /** Commands that serve until they are ended; the first is {@code run} without its name. */
  private static final Set<String> SERVING = Set.of("gatehouse", "run", "dev");

  private final RunCommand run = new RunCommand();

  private Main() {
  }

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] args) {
    LogFile.choose(line -> Stderr.stream().println(line));
    int status = CommandLine.ExitCode.SOFTWARE;
    try {
      PrintStream stdout = Stderr.share();
      boolean check = args.length > 0 && args[0].equals("check");
      Runtime.getRuntime().addShutdownHook(check ? new ExitGuard(writer(stdout)::println, BAD_CONFIG)
          : new ExitGuard(text -> Stderr.stream().println(text), CommandLine.ExitCode.SOFTWARE));
      status = isPlainRun(args) ? run(args, stdout) : parse(args, stdout);
    } catch (Throwable fault) {
      // Errors too: in a jar that was replaced under the process, classes are missing, and it must end all the same.
      fault.printStackTrace(Stderr.stream());
    }
    Stderr.drain();
    System.exit(status);
  }

  /** Whether the arguments are those of {@code run}, and no option among them. */
  static boolean isPlainRun(String[] args) {
    return args.length == 0 || args[0].equals("run") && (args.length == 1 || args.length == 2 && !args[1].startsWith("-"));
  }

  /** Starts the host without the parser of the command line, whose model of all commands takes a tenth of the start. */
  private static int run(String[] args, PrintStream stdout) {
    try {
      return HostProcess.run(Path.of(args.length == 2 ? args[1] : DEFAULT_CONFIG), Role.ALL, writer(stdout), stderr());
    } catch (Exception failure) {
      return failed(failure, stderr());
    }
  }

  private static PrintWriter stderr() {
    return writer(Stderr.stream());
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }

  private static int parse(String[] args, PrintStream stdout) {
    return commandLine().setOut(writer(stdout)).setErr(stderr()).execute(args);
  }

  public static CommandLine commandLine() {
    Main main = new Main();
    return configured(new CommandLine(main)
        .addSubcommand(main.run)
        .addSubcommand(new CheckCommand())
        .addSubcommand(new MintCommand(new MintCommand.ConfiguredStore(), Clock.systemUTC()))
        .addSubcommand(new ExplainCommand(System.in))
        .addSubcommand(new UnusedCommand(Clock.systemUTC()))
        .addSubcommand(new VerifyCommand(System.in))
        .addSubcommand(new IssuerCommand())
        .addSubcommand(new ClusterKeyCommand())
        .addSubcommand(new KeysCommand(Clock.systemUTC()))
        .addSubcommand(new RevokeCommand(Clock.systemUTC()))
        .addSubcommand(new RotateCommand(Clock.systemUTC()))
        .addSubcommand(new UsageCommand(Clock.systemUTC()))
        .addSubcommand(new AuditCommand(Clock.systemUTC()))
        .addSubcommand(new TailCommand(Clock.systemUTC()))
        .addSubcommand(new DoctorCommand(Clock.systemUTC()))
        .addSubcommand(new NewPluginCommand())
        .addSubcommand(new DevCommand())
        .addSubcommand(new CommandLine.HelpCommand()));
  }

  /** What all commands have in common: how options are read, and how failures are told. */
  static CommandLine configured(CommandLine commands) {
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        // An option's value that starts with @ is that value, not a file of options.
        .setExpandAtFiles(false)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(Main::misused)
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()));
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    return run.call();
  }

  /** Executes a command. One whose result could not be written has failed. */
  private static int execute(CommandLine.ParseResult parsed) {
    int status = new CommandLine.RunLast().execute(parsed);
    List<CommandLine> commands = parsed.asCommandLineList();
    CommandLine command = commands.get(commands.size() - 1);
    if (status == 0 && !SERVING.contains(command.getCommandName()) && command.getOut().checkError()) {
      command.getErr().println("stdout could not be written");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return status;
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
    String meant = Nearest.question(word, commands);
    return "there is no command '" + word + "'" + (meant.isEmpty() ? "." : meant) + " Commands: " + String.join(", ", commands);
  }

  /** Reports a failed command in one line. */
  private static int failed(Exception failure, PrintWriter err) {
    if (failure instanceof ConfigException bad) {
      bad.faults().forEach(err::println);
      return BAD_CONFIG;
    }
    err.println(failure.getMessage());
    if (failure instanceof BadOptionException) {
      return BAD_CONFIG;
    }
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
