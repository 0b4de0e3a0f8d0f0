package dev.gatehouse.cli;

import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.key.ApiKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code verify}: checks offline whether a string has the form and the checksum of a key. */
@Command(name = "verify", description = {
    "Reads a key from standard input and says whether its check digits fit, and its id. Asks nobody: a key that fits may be revoked.",
    "Leak scanners find candidates by: gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}"})
final class VerifyCommand implements Callable<Integer> {

  private static final int NO_KEY = 1;

  private final InputStream in;

  @Spec
  private CommandSpec spec;

  VerifyCommand(InputStream in) {
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    PrintWriter out = spec.commandLine().getOut();
    try {
      out.println("a key, id " + ApiKey.parse(line == null ? "" : line.strip(), false).id());
      return 0;
    } catch (AuthFailedException e) {
      out.println("not a key: " + e.getMessage());
      return NO_KEY;
    }
  }
}
