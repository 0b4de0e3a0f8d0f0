package dev.gatehouse.cli;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.TokenIdentity;
import dev.gatehouse.auth.key.ApiKey;
import dev.gatehouse.auth.token.TokenInspection;
import dev.gatehouse.auth.token.TokenInspection.Inspected;
import dev.gatehouse.record.ConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: checks offline whether a string has the form and the checksum of a key; verifies a token as the host does. */
@Command(name = "verify", description = {
    "Reads a key from standard input and says whether its check digits fit, and its id. A key that fits may be revoked: no Redis is asked.",
    "Reads a token, too: verifies it with the Redis of CONFIG and its issuer's keys, and says whose it is, or why it is refused.",
    "Leak scanners find candidates by: gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}"})
final class VerifyCommand implements Callable<Integer> {

  private static final int NO_KEY = 1;

  private final InputStream in;

  @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "For a token: the configuration that names the Redis. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Spec
  private CommandSpec spec;

  VerifyCommand(InputStream in) {
    this.in = in;
  }

  @Override
  public Integer call() throws IOException, ConfigException {
    String text = line(in);
    try {
      if (TokenInspection.hasForm(text)) {
        return token(text);
      }
      out().println("a key, id " + ApiKey.parse(text, false).id());
      return 0;
    } catch (AuthFailedException e) {
      out().println((TokenInspection.hasForm(text) ? "a token, refused: " : "not a key: ") + e.getMessage());
      return NO_KEY;
    }
  }

  /** The first line, without the spaces around it; empty when there is none. */
  static String line(InputStream in) throws IOException {
    String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line.strip();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private int token(String text) throws ConfigException {
    Clock clock = Clock.systemUTC();
    Inspected token = new TokenQuery(config, clock).inspect(text);
    Admission admission = token.record().at(clock.instant());
    if (admission instanceof Admission.Admitted admitted) {
      print(admitted.principal(), token);
      return 0;
    }
    Admission.Refused refused = (Admission.Refused) admission;
    out().println("a token, id " + refused.keyId() + ", refused: " + refused.reason() + (refused.detail() == null ? "" : " ("
        + refused.detail() + ")"));
    return NO_KEY;
  }

  private void print(Principal principal, Inspected token) {
    TokenIdentity identity = Objects.requireNonNull(principal.token(), "token");
    out().println("a valid token, id " + principal.displayId());
    field("tenant", principal.tenant());
    field("issuer", identity.issuer() + " (" + token.issuer() + ")");
    field("owner", principal.owner());
    field("subject", identity.subject());
    field("client", identity.clientId());
    field("scopes", identity.scopes().isEmpty() ? null : String.join(" ", new TreeSet<>(identity.scopes())));
    field("expires", String.valueOf(principal.expires()));
    if (token.bound()) {
      out().println("It is bound to a key: each request needs a DPoP proof (RFC 9449), which was not checked here.");
    }
  }

  private void field(String name, @Nullable String value) {
    out().println(name + ": " + (value == null ? "-" : value));
  }
}
