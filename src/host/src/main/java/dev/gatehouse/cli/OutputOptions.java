package dev.gatehouse.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a report that say how it is written. */
final class OutputOptions {

  @Option(names = "--json", description = "One JSON array, with an object for each row.")
  private boolean json;

  @Option(names = "--csv", description = "CSV (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.")
  private boolean csv;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Whether it is for people. */
  boolean isTable() {
    return !json && !csv;
  }

  /** Begins a report on stdout. */
  Rows rows(String... columns) {
    if (json && csv) {
      throw new ParameterException(spec.commandLine(), "--json: --csv asks for another form");
    }
    PrintWriter out = spec.commandLine().getOut();
    List<String> all = List.of(columns);
    return json ? Rows.json(out, all) : csv ? Rows.csv(out, all) : Rows.table(out, all);
  }
}
