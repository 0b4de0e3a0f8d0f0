import dev.gatehouse.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes the manual page of all commands from their help, and the change log of the Debian package:
 * {@code java -cp gatehouse.jar ManPage.java VERSION TIME FOLDER}.
 */
final class ManPage {

  private static final String COLUMNS = "picocli.usage.width";

  private ManPage() {
  }

  public static void main(String[] args) throws IOException {
    System.setProperty(COLUMNS, "76");
    OffsetDateTime time = OffsetDateTime.parse(args[1]);
    Path folder = Files.createDirectories(Path.of(args[2]));
    String page = page(args[0], time.toLocalDate().toString());
    Files.writeString(folder.resolve("gatehouse.1"), page);
    compress(folder.resolve("gatehouse.1.gz"), page);
    compress(folder.resolve("changelog.gz"), changelog(args[0], time));
  }

  private static String page(String version, String date) {
    StringBuilder commands = new StringBuilder();
    Main.commandLine().getSubcommands().forEach((name, command) -> commands.append(section(name, command)));
    return """
        .TH GATEHOUSE 1 "%s" "Gatehouse %s" "User Commands"
        .SH NAME
        gatehouse \\- multi\\-tenant host for MCP tools
        .SH SYNOPSIS
        .B gatehouse
        .RI [ COMMAND ]
        .RI [ OPTION ]...
        .br
        .B java \\-jar gatehouse.jar
        .RI [ COMMAND ]
        .RI [ OPTION ]...
        .SH DESCRIPTION
        Serves the tools, prompts and resources of plugins over the Model Context Protocol, to callers with a key or a token.
        Without a command it runs the host with
        .IR conf/gatehouse.json .
        Relative paths on the command line and in the configuration are relative to the folder in which the command runs. After an
        installation of the package that is
        .IR /var/lib/gatehouse ,
        and commands that read the configuration run there as the user
        .BR gatehouse :
        .PP
        .nf
        cd /var/lib/gatehouse
        runuser \\-u gatehouse \\-\\- gatehouse check
        .fi
        .SH COMMANDS
        %s.SH EXIT STATUS
        .TP
        .B 0
        It succeeded. A host that was told to stop also ends with 0.
        .TP
        .B 1
        It failed, or found something. The message says what.
        .TP
        .B 2
        The configuration or an option is wrong.
        .TP
        .B 3
        A port or Redis cannot be had.
        .SH FILES
        .TP
        .I /etc/gatehouse/gatehouse.json
        The configuration.
        .TP
        .I /etc/gatehouse/secrets.env
        Optional: NAME=value lines for ${env:NAME} in the configuration.
        .TP
        .I /etc/default/gatehouse
        Options of the JVM that runs the service.
        .TP
        .I /var/lib/gatehouse/tools\\-plugins
        The plugins, a folder for each tenant.
        .TP
        .I /var/lib/gatehouse/data
        The embedded Redis, and copies of the plugins that were last good.
        .TP
        .I /usr/share/doc/gatehouse/manual
        The manual.
        .SH SEE ALSO
        .BR systemctl (1),
        .BR redis\\-cli (1)
        """.formatted(date, version, commands);
  }

  private static String section(String name, CommandLine command) {
    return ".SS " + name + "\n.nf\n" + roff(command.getUsageMessage(Ansi.OFF)) + ".fi\n";
  }

  /** Text as it stands, whatever it begins with. */
  private static String roff(String text) {
    StringBuilder lines = new StringBuilder();
    text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").lines()
        .forEach(line -> lines.append(line.startsWith(".") ? "\\&" : "").append(line.stripTrailing()).append('\n'));
    return lines.toString();
  }

  private static String changelog(String version, OffsetDateTime time) {
    return """
        gatehouse (%s) unstable; urgency=medium

          * See /usr/share/doc/gatehouse/manual/changelog.md.

         -- The Gatehouse developers <maintainers@gatehouse.dev>  %s
        """.formatted(version, time.format(DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH)));
  }

  private static void compress(Path file, String text) throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file)) {
      {
        def.setLevel(Deflater.BEST_COMPRESSION);
      }
    }) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
