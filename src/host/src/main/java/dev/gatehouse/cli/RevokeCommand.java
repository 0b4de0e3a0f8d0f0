package dev.gatehouse.cli;

import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.RedisKeyStore;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.report.KeyFilter;
import dev.gatehouse.redis.report.KeySearch;
import dev.gatehouse.redis.report.RedisCommand;
import dev.gatehouse.redis.report.Remedies;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code revoke}: ends keys, all keys and tokens of an owner, or all of a tenant. */
@Command(name = "revoke", sortOptions = false, description = {
    "Revokes keys, all keys and tokens of an owner, or all of a tenant: prints the redis-cli commands.",
    "  revoke 0f3a9c21b7de | redis-cli -e",
    "  revoke --owner ann | redis-cli -e",
    "Without --tenant, --owner looks in Redis for the tenants in which the owner has keys. A revocation is in force on every host within"
        + " 100 ms, wins over everything, and ends what is open. It is taken back with SREM in the place of SADD."})
final class RevokeCommand implements Callable<Integer> {

  private static final int UNKNOWN = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Parameters(arity = "0..*", paramLabel = "KEY_ID", description = "The ids of keys: the parts after gth_.")
  private List<String> keyIds = List.of();

  @Option(names = "--owner", paramLabel = "O", description = "All keys and tokens of this owner.")
  private @Nullable String owner;

  @Option(names = "--tenant", paramLabel = "T", description = "The owner's tenant; without --owner, all keys and tokens of this tenant.")
  private @Nullable String tenant;

  @Option(names = "--prefix", paramLabel = "P",
      description = "What Redis keys begin with. Default: redis.prefix of CONFIG; without that file mcp:")
  private @Nullable String prefix;

  @Option(names = "--apply", description = "Revoke in the Redis of CONFIG instead of printing commands. Exit status 1 when there is no"
      + " such key, or none of the owner or tenant.")
  private boolean apply;

  @Option(names = "--config", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration that names the Redis. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Spec
  private CommandSpec spec;

  private final Clock clock;

  RevokeCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (keyIds.isEmpty() == (owner == null && tenant == null)) {
      throw wrong("name the ids of keys, or --owner, or --tenant");
    }
    boolean search = owner != null && tenant == null;
    if (prefix != null && (apply || search)) {
      throw wrong("--prefix: the configuration has it, and this asks the Redis of the configuration");
    }
    if (!apply && !search) {
      print(commands(new Remedies(new RedisKeys(prefix == null ? configured() : prefix)), List.of()));
      return 0;
    }
    return RedisQuery.steps(config, this::withRedis);
  }

  /** The prefix of the configuration, if there is one: a revocation under another name would be none. */
  private String configured() throws ConfigException {
    boolean named = spec.commandLine().getParseResult().hasMatchedOption("--config");
    return named || Files.exists(config) ? ConfigLoader.part(config, Set.of("redis"), name -> false).redis().prefix() : "mcp:";
  }

  private Integer withRedis(RedisLink link, RedisKeys keys) {
    Set<String> tenants = owner != null && tenant == null ? tenantsOf(owner, link, keys) : Set.of();
    if (owner != null && tenant == null && tenants.isEmpty()) {
      Say.line(spec, "no key was given to '" + owner + "'; for an owner who has tokens alone, name --tenant");
      return UNKNOWN;
    }
    List<RedisCommand> commands = commands(new Remedies(keys), tenants);
    if (!apply) {
      print(commands);
      return 0;
    }
    List<String> unknown = unknown(link, keys);
    // First what is urgent.
    Future.all(commands.stream().map(command -> command.send(link)).toList()).await();
    Say.line(spec,
        "revoked: " + commands.stream().map(command -> command.words().get(2)).reduce((one, other) -> one + ", " + other).orElse(""));
    unknown.forEach(id -> Say.line(spec, "there is no key " + id + "; its id is revoked all the same"));
    boolean none = tenant != null && hasNoKey(link, keys);
    if (none) {
      Say.line(spec, "warning: there is no key of " + (owner == null ? "" : "owner '" + owner + "' of ") + "tenant '" + tenant
          + "'; only tokens are revoked by this. Look at the spelling");
    }
    return unknown.isEmpty() && !none ? 0 : UNKNOWN;
  }

  /** Whether the tenant, or its owner, certainly has no key; false when the search takes too long. */
  private boolean hasNoKey(RedisLink link, RedisKeys keys) {
    KeySearch.Page page = new KeySearch(link, keys, clock).page(KeyFilter.ALL.ofTenant(tenant).ofOwner(owner), "", 1, PATIENCE).await();
    return page.rows().isEmpty() && page.next() == null;
  }

  private Set<String> tenantsOf(String name, RedisLink link, RedisKeys keys) {
    Set<String> tenants = new TreeSet<>();
    new KeySearch(link, keys, clock).each(KeyFilter.ALL.ofOwner(name), rows -> {
      rows.forEach(row -> {
        if (row.tenant() != null) {
          tenants.add(row.tenant());
        }
      });
      return Future.succeededFuture();
    }).await();
    return tenants;
  }

  private List<String> unknown(RedisLink link, RedisKeys keys) {
    RedisKeyStore store = new RedisKeyStore(link, keys, clock);
    return store.findAll(keyIds).await().stream().filter(found -> !found.record().exists()).map(RedisKeyStore.Found::id).toList();
  }

  private List<RedisCommand> commands(Remedies remedies, Iterable<String> tenants) {
    List<RedisCommand> commands = new ArrayList<>();
    keyIds.forEach(id -> commands.add(checked("KEY_ID", id, "", (one, none) -> remedies.revokeKey(one))));
    if (owner == null && tenant != null) {
      commands.add(checked("--tenant", tenant, "", (one, none) -> remedies.revokeTenant(one)));
    } else if (owner != null && tenant != null) {
      commands.add(checked("--owner", tenant, owner, remedies::revokeOwner));
    } else if (owner != null) {
      tenants.forEach(one -> commands.add(checked("--owner", one, owner, remedies::revokeOwner)));
    }
    return commands;
  }

  private RedisCommand checked(String option, String first, String second, BiFunction<String, String, RedisCommand> made) {
    try {
      return made.apply(first, second);
    } catch (IllegalArgumentException e) {
      throw wrong(option + ": " + e.getMessage());
    }
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private void print(List<RedisCommand> commands) {
    PrintWriter out = spec.commandLine().getOut();
    commands.forEach(command -> out.println(command.line()));
    out.flush();
  }
}
