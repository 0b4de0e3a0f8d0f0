package dev.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.cli.MintedRights.BadOptionException;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.RedisKeyWriter;
import dev.gatehouse.redis.report.RedisCliLine;
import dev.gatehouse.rpc.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mint}: creates a key. */
@Command(name = "mint", sortOptions = false, description = {
    "Makes a key, or another one in the place of a key.",
    "The key itself goes to stderr, once; the redis-cli command that creates it goes to stdout:",
    "  mint --tenant demo --tools 'add' | redis-cli -e",
    "With --csv it makes a key for each row of a file, whose first line names the columns. The keys go to stderr as CSV, or to --out:",
    "  mint --csv team.csv --out keys.csv | redis-cli -e",
    "With --jwt it makes a token (JWT) of an issuer that has a secret, on stdout alone; it needs no record:",
    "  mint --jwt --tenant demo --issuer local --owner ann --tools 'add' --expires 1h"})
final class MintCommand implements Callable<Integer> {

  /**
   * Writes keys into the Redis that a configuration names. Throws {@link StoreUnavailableException} when Redis cannot be reached, and
   * {@link ConfigException} when the configuration is invalid.
   */
  interface Store {

    /** Creates a key. */
    void create(Path config, String keyId, Map<String, String> fields) throws Exception;

    /** Rotates a key. Returns the new one's record; an empty one, with nothing changed, when there is no key to replace. */
    Map<String, String> rotate(Path config, Rotation rotation, String keyId, Map<String, String> fields) throws Exception;
  }

  /** Connects for each key. */
  static final class ConfiguredStore implements Store {

    @Override
    public void create(Path config, String keyId, Map<String, String> fields) throws ConfigException {
      RedisQuery.with(config, (link, keys) -> new RedisKeyWriter(link, keys).create(keyId, fields, OptionalLong.empty()));
    }

    @Override
    public Map<String, String> rotate(Path config, Rotation rotation, String keyId, Map<String, String> fields) throws ConfigException {
      return RedisQuery.with(config, (link, keys) -> new RedisKeyWriter(link, keys).rotate(rotation, keyId, fields));
    }
  }

  @Mixin
  private CommandSpec options = MintedRights.options();
  private final MintedRights rights = new MintedRights(options);

  @Mixin
  private PrefixOption prefix;

  @Option(names = "--apply", arity = "0..1", fallbackValue = Main.DEFAULT_CONFIG, paramLabel = "CONFIG",
      description = "Write the key to the Redis of CONFIG (${FALLBACK-VALUE}) instead of printing a command.")
  private @Nullable Path config;

  @Option(names = "--jwt", arity = "0..1", fallbackValue = Main.DEFAULT_CONFIG, paramLabel = "CONFIG",
      description = "Make a token instead, of an issuer in the Redis of CONFIG (${FALLBACK-VALUE}).")
  private @Nullable Path jwt;

  @Option(names = "--csv", paramLabel = "FILE", description = "Make a key for each row of FILE (UTF-8). Columns have the names of options:"
      + " tenant, owner, tools, …; an option here counts where a row says nothing.")
  private @Nullable Path csv;

  @Option(names = "--out", paramLabel = "FILE", description = "With --csv: a new file for the keys, which only its owner can read.")
  private @Nullable Path out;

  @Option(names = "--json", description = "One JSON object on stdout, the key in it, and nothing on stderr.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  private @Nullable Rotation rotation;
  private List<String> warnings = List.of();
  private final Store store;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  MintCommand(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (csv != null) {
      rights.ofKey();
      mintAll(csv);
    } else if (out != null) {
      throw new BadOptionException("out", "it is for the keys of --csv");
    } else if (jwt == null) {
      rights.ofKey();
      mint();
    } else {
      mintToken(jwt);
    }
    return 0;
  }

  private void mintAll(Path file) throws Exception {
    if (jwt != null || json || rights.value("replaces") != null || rights.value("overlap") != null) {
      throw new BadOptionException("csv", "it goes together with neither --jwt, --json, --replaces nor --overlap");
    }
    checkPrefix();
    List<BulkMint.Made> keys = new BulkMint(rights, clock, random).read(file);
    if (config == null) {
      RedisKeys names = prefix.keys(PrefixOption.DEFAULT_CONFIG);
      handOver(keys);
      keys.forEach(made -> spec.commandLine().getOut().println(made.line(names)));
      spec.commandLine().getOut().flush();
    } else {
      BulkMint.apply(keys, config, () -> handOver(keys), line -> Say.line(spec, line));
    }
    BulkMint.warnings(keys, config == null ? PrefixOption.DEFAULT_CONFIG : config)
        .forEach(warning -> Say.line(spec, "warning: " + warning));
  }

  private void handOver(List<BulkMint.Made> keys) {
    SecretsCsv.write(spec.commandLine(), out, List.of("id", "tenant", "owner", "name", "key"),
        rows -> keys.forEach(made -> rows.row(made.key().id(), made.fields().get("tenant"), made.fields().get("owner"),
            made.fields().get("name"), made.key().text())));
  }

  private void checkPrefix() throws BadOptionException {
    if (config != null && prefix.isGiven()) {
      throw new BadOptionException("prefix", "--apply takes it from the configuration");
    }
  }

  private void mintToken(Path file) throws Exception {
    if (prefix.isGiven() || config != null) {
      throw new BadOptionException(config == null ? "prefix" : "apply", "a token needs no record; --jwt names the configuration");
    }
    rights.ofToken(clock);
    check(NewKey.create(random));
    TokenQuery query = new TokenQuery(file, clock);
    TokenPrint print = new TokenPrint(spec.commandLine(), query.prefix());
    print.print(new TokenMint(query, rights, clock, random).mint(), json);
  }

  /** The rights in a token have the form that they have in a key's record. */
  private void check(NewKey form) throws BadOptionException {
    check(form, form.fields(rights.fields(clock)));
  }

  private void mint() throws Exception {
    checkPrefix();
    Rotation asked = rights.rotation(spec, clock);
    rotation = asked;
    NewKey key = NewKey.create(random);
    Map<String, String> fields = key.fields(rights.fields(clock));
    check(key, fields);
    warnings = asked == null ? created(key, fields) : rotated(asked, key, fields);
    print(key, fields, config == null ? command(prefix.keys(PrefixOption.DEFAULT_CONFIG), key, fields) : null);
  }

  private List<String> created(NewKey key, Map<String, String> fields) throws Exception {
    if (config != null) {
      store.create(config, key.id(), fields);
    }
    return MintWarnings.of(fields, config == null ? PrefixOption.DEFAULT_CONFIG : config);
  }

  private List<String> rotated(Rotation asked, NewKey key, Map<String, String> fields) throws Exception {
    Map<String, String> record = config == null ? null : store.rotate(config, asked, key.id(), fields);
    if (record != null && record.isEmpty()) {
      throw new BadOptionException("replaces", "the Redis of " + config + " has no key " + asked.replaces());
    }
    return MintWarnings.of(asked, fields, record);
  }

  /** Refuses what the host would refuse at use, with the same parser. */
  private void check(NewKey key, Map<String, String> fields) throws BadOptionException {
    Map<String, String> whole = new HashMap<>(fields);
    if (rotation != null) {
      whole.put("tenant", "handed-on");
    }
    try {
      KeyRecord.check(key.id(), whole);
    } catch (FieldException e) {
      throw new BadOptionException(e.field().equals("exp") ? "expires" : e.field(), e.why());
    }
  }

  private void print(NewKey key, Map<String, String> fields, @Nullable String command) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(asJson(key, fields, command));
    } else if (command != null) {
      out.println(command);
    }
    out.flush();
    if (!json) {
      handOver(key);
    }
  }

  private String command(RedisKeys names, NewKey key, Map<String, String> fields) {
    return rotation == null ? new BulkMint.Made(key, fields).line(names)
        : RedisCliLine.of(rotation.command(names.prefix(), key.id(), fields).stream());
  }

  private void handOver(NewKey key) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(key.text());
    err.println("This key is not shown again. Send it as 'Authorization: Bearer <key>' or 'X-API-Key: <key>', never in a URL.");
    err.println(config == null
        ? "It works once redis-cli has run the command on stdout: mint ... | redis-cli -e"
        : "It works now. Its id is " + key.id() + "." + (rotation == null ? ""
            : " Key " + rotation.replaces() + " works until " + rotation.end().truncatedTo(ChronoUnit.SECONDS) + " at the latest."));
    warnings.forEach(warning -> err.println("warning: " + warning));
    err.flush();
  }

  private String asJson(NewKey key, Map<String, String> fields, @Nullable String command) throws JsonProcessingException {
    ObjectNode made = Json.object().put("id", key.id()).put("tenant", rights.tenant()).put("key", key.text());
    fields.forEach(made.putObject("fields")::put);
    if (command != null) {
      made.putArray("commands").add(command);
    }
    made.put("applied", config != null);
    if (!warnings.isEmpty()) {
      warnings.forEach(made.putArray("warnings")::add);
    }
    return Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(made);
  }
}
