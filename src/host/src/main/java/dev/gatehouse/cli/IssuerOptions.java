package dev.gatehouse.cli;

import dev.gatehouse.auth.token.IssuerField;
import dev.gatehouse.cli.MintedRights.BadOptionException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code issuer} that become fields of the record. */
final class IssuerOptions {

  private static final String SCOPE = "--scope";

  private final CommandSpec options;

  IssuerOptions(CommandSpec options) {
    this.options = options;
  }

  /** An option of one field. */
  private record Row(IssuerField field, String label, String help) {

    String option() {
      return IssuerOptions.option(field.field());
    }
  }

  private static final List<Row> ROWS = List.of(
      new Row(IssuerField.ISSUER, "URL", "The claim iss of its tokens: the URL of an authorization server."),
      new Row(IssuerField.AUDIENCE, "AUD", "The claim aud of its tokens. Default: the tenant's URL at this host"),
      new Row(IssuerField.JWKS, "URL", "Where its key set is. Default: discovered from --issuer"),
      new Row(IssuerField.KEYS, "FILE", "A file with its public keys, JWKS or PEM, instead."),
      new Row(IssuerField.ALGORITHMS, "ALGS", "Signature algorithms: 'RS256 ES256'. Default: all that are safe"),
      new Row(IssuerField.LEEWAY, "D", "How far its clock may be off. Default: 30s"),
      new Row(IssuerField.MAX_AGE, "D", "How long a token is accepted after it was issued. Default: until it ends"),
      new Row(IssuerField.OWNER, "CLAIM", "The claim that is the owner. Default: sub"),
      new Row(IssuerField.ROLES, "CLAIM", "The claim that lists roles."),
      new Row(IssuerField.CLAIMS, "yes|no", "Whether rights in the claim 'gatehouse' are read."),
      new Row(IssuerField.SCOPES, "SCOPES", "What a client is asked to get first. Default: every --scope"),
      new Row(IssuerField.TOOLS, "PATTERNS", "Tools that its tokens may call at most."),
      new Row(IssuerField.PROMPTS, "PATTERNS", "Prompts that they may use at most."),
      new Row(IssuerField.RESOURCES, "PATTERNS", "URIs of resources that they may read at most."),
      new Row(IssuerField.RATE, "N/T", "How often each owner may call: 100/1m."),
      new Row(IssuerField.QUOTA, "N/T", "How often by the UTC calendar: 10000/1d."),
      new Row(IssuerField.CONCURRENCY, "N", "How many calls of each owner may run at once on a host."));

  /** The options, in the order of the help text. */
  static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create();
    for (Row row : ROWS) {
      spec.addOption(OptionSpec.builder("--" + row.option()).paramLabel(row.label()).description(row.help()).type(String.class).build());
    }
    return spec.addOption(OptionSpec.builder(SCOPE).paramLabel("SCOPE=ROLES").type(String[].class).arity("1")
        .description("The roles that a scope gives: 'read=reader'. May be repeated.").build());
  }

  /** The option of a field: {@code max-age} of {@code maxAge}, {@code scope} of {@code scope.read}. */
  static String option(String field) {
    return field.startsWith(IssuerField.SCOPE) ? "scope" : field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** The fields, in the order of the options; absent options are absent fields. */
  Map<String, String> fields() throws BadOptionException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Row row : ROWS) {
      String value = options.findOption("--" + row.option()).getValue();
      if (value != null) {
        fields.put(row.field().field(), row.field() == IssuerField.KEYS ? file(value) : value);
      }
    }
    String @Nullable [] scopes = options.findOption(SCOPE).getValue();
    for (String scope : scopes == null ? new String[0] : scopes) {
      scope(scope, fields);
    }
    return fields;
  }

  private static void scope(String text, Map<String, String> fields) throws BadOptionException {
    // A scope may hold '='; a role's name does not.
    int equals = text.lastIndexOf('=');
    if (equals < 1) {
      throw new BadOptionException("scope", "it must be a scope and its roles, such as 'read=reader'");
    }
    if (fields.put(IssuerField.SCOPE + text.substring(0, equals), text.substring(equals + 1)) != null) {
      throw new BadOptionException("scope", "it names the same scope twice; put the roles together: 'read=reader writer'");
    }
  }

  private static String file(String path) throws BadOptionException {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (MalformedInputException e) {
      throw new BadOptionException("keys", "the file must be a JWKS or PEM text");
    } catch (IOException | InvalidPathException e) {
      throw new BadOptionException("keys", "there is no such file, or it cannot be read: " + path);
    }
  }
}
