package dev.gatehouse.cli;

import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.IssuerField;
import dev.gatehouse.auth.token.IssuerReader;
import dev.gatehouse.cli.MintedRights.BadOptionException;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.redis.report.RedisCliLine;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code issuer}: prints the command that creates the record of an issuer of tokens. */
@Command(name = "issuer", sortOptions = false, description = {
    "Makes an issuer of tokens: prints the redis-cli command that creates its record.",
    "Without --issuer: one with a fresh secret, whose tokens 'mint --jwt' makes. The secret is in the command, so pipe it:",
    "  issuer --tenant demo --name local | redis-cli -e",
    "With --issuer: an authorization server, whose keys are discovered unless --jwks or --keys say where they are."})
final class IssuerCommand implements Callable<Integer> {

  private static final int SECRET_BYTES = 32;
  private static final String NAME_NEEDS = "1 to 63 of a-z 0-9 _ -, a letter or digit first";

  @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose tools its tokens may use. Required.")
  private String tenant;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name of its record. Required.")
  private String name;

  @Mixin
  private CommandSpec options = IssuerOptions.spec();

  @Mixin
  private PrefixOption prefix;

  @Spec
  private CommandSpec spec;

  private final SecureRandom random = new SecureRandom();

  @Override
  public Integer call() throws BadOptionException, ConfigException {
    print(made());
    return 0;
  }

  private Map<String, String> made() throws BadOptionException {
    named("tenant", tenant);
    named("name", name);
    Map<String, String> fields = new IssuerOptions(options).fields();
    boolean local = !fields.containsKey(IssuerField.ISSUER.field());
    if (local) {
      for (IssuerField keys : new IssuerField[] {IssuerField.JWKS, IssuerField.KEYS}) {
        if (fields.containsKey(keys.field())) {
          throw new BadOptionException(keys.field(), "it is about the authorization server that --issuer names");
        }
      }
      fields.put(IssuerField.ISSUER.field(), "urn:gatehouse:" + tenant + ':' + name);
      fields.put(IssuerField.SECRET.field(), secret());
    }
    return fields;
  }

  private static void named(String option, String value) throws BadOptionException {
    if (!Identifier.NAME.matches(value)) {
      throw new BadOptionException(option, "it must be " + NAME_NEEDS);
    }
  }

  private String secret() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  /** Refuses what the host would refuse at use, with the same parser. */
  private Issuer read(Map<String, String> fields) throws BadOptionException {
    try {
      return IssuerReader.read(tenant, name, fields);
    } catch (FieldException e) {
      throw new BadOptionException(IssuerOptions.option(e.field()), e.why());
    }
  }

  private void print(Map<String, String> fields) throws BadOptionException, ConfigException {
    Issuer issuer = read(fields);
    PrintWriter out = spec.commandLine().getOut();
    Stream<String> words = fields.entrySet().stream().flatMap(field -> Stream.of(field.getKey(), field.getValue()));
    out.println(
        RedisCliLine.of(Stream.concat(Stream.of("HSET", prefix.keys(PrefixOption.DEFAULT_CONFIG).issuers() + tenant + ':' + name), words)));
    out.flush();
    handOver(issuer);
  }

  private void handOver(Issuer issuer) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("It is in force once redis-cli has run the command on stdout: issuer ... | redis-cli -e");
    if (!issuer.hasAuthorizationServer()) {
      err.println("The command holds the secret, which makes tokens: keep it out of files and of your shell's history.");
      err.println("A token: mint --jwt --tenant " + tenant + " --issuer " + name + " --owner O --tools '...'");
    }
    String grants = nothing(issuer);
    if (grants != null) {
      err.println("warning: " + grants);
    }
    err.flush();
  }

  private static @Nullable String nothing(Issuer issuer) {
    boolean grants = !issuer.hasAuthorizationServer() || issuer.claims() || issuer.rolesClaim() != null || !issuer.scopeRoles().isEmpty();
    return grants ? null : "its tokens may use nothing: --scope, --roles or --claims give them rights";
  }
}
