package dev.gatehouse.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What a command tells its user beside its result, on stderr. */
final class Say {

  private Say() {
  }

  static void line(CommandSpec command, String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println(text);
    err.flush();
  }
}
