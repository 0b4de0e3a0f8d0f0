package dev.gatehouse.cli;

import dev.gatehouse.record.Identifier;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.IssuerList;
import dev.gatehouse.redis.keys.RedisKeyStore;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.report.KeyFilter;
import dev.gatehouse.redis.report.KeySearch;
import dev.gatehouse.redis.report.RedisCommand;
import dev.gatehouse.redis.report.Remedies;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    "Without --tenant, --owner means every tenant in which the owner has keys, by the records in Redis, or may have tokens, because the"
        + " tenant has an issuer. A revocation is in force on every host within"
        + " 100 ms, wins over everything, and ends what is open. It is taken back with SREM in the place of SADD."})
final class RevokeCommand implements Callable<Integer> {

  private static final int UNKNOWN = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 1_000;

  @Parameters(arity = "0..*", paramLabel = "KEY_ID", description = "The ids of keys: the parts after gth_.")
  private List<String> keyIds = List.of();

  @Option(names = "--owner", paramLabel = "O", description = "All keys and tokens of this owner.")
  private @Nullable String owner;

  @Option(names = "--tenant", paramLabel = "T", description = "The owner's tenant; without --owner, all keys and tokens of this tenant.")
  private @Nullable String tenant;

  @Mixin
  private PrefixOption prefix;

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
    if (prefix.isGiven() && (apply || inEveryTenant())) {
      throw wrong("--prefix: the configuration has it, and this asks the Redis of the configuration");
    }
    keyIds = keyIds.stream().map(id -> KeyIds.of(spec, id)).toList();
    if (!apply && !inEveryTenant()) {
      print(commands(new Remedies(prefix.keys(config)), Set.of()));
      return 0;
    }
    return RedisQuery.steps(config, this::withRedis);
  }

  private boolean inEveryTenant() {
    return owner != null && tenant == null;
  }

  private Integer withRedis(RedisLink link, RedisKeys keys) {
    Set<String> withKeys = inEveryTenant() ? tenantsWithKeys(link, keys) : Set.of();
    Set<String> tenants = new TreeSet<>(withKeys);
    if (inEveryTenant()) {
      // Redis does not know whom an issuer has given tokens to. A revocation of an owner who has none is harmless.
      tenants.addAll(IssuerList.read(link, keys).await().tenants());
      if (tenants.isEmpty()) {
        Say.line(spec, "no key was given to '" + owner + "', and no tenant has an issuer of tokens");
        return UNKNOWN;
      }
    }
    List<RedisCommand> commands = commands(new Remedies(keys), tenants);
    if (!apply) {
      print(commands);
      warn(withKeys.isEmpty());
      return 0;
    }
    // First what is urgent: the questions after it may fail.
    Future.all(commands.stream().map(command -> command.send(link)).toList()).await();
    Say.line(spec, "revoked: " + commands.stream().flatMap(command -> command.words().stream().skip(2)).collect(Collectors.joining(", ")));
    List<String> unknown = unknown(link, keys);
    unknown.forEach(id -> Say.line(spec, "there is no key " + id + "; its id is revoked all the same"));
    boolean none = inEveryTenant() ? withKeys.isEmpty() : tenant != null && hasNoKey(link, keys);
    warn(none);
    return unknown.isEmpty() && !none ? 0 : UNKNOWN;
  }

  private void warn(boolean noKey) {
    if (noKey) {
      String whose = Stream.of(owner == null ? "" : "owner '" + owner + "'", tenant == null ? "" : "tenant '" + tenant + "'")
          .filter(one -> !one.isEmpty()).collect(Collectors.joining(" of "));
      Say.line(spec, "warning: there is no key of " + whose + "; only tokens are revoked by this. Look at the spelling");
    }
  }

  /** Whether the tenant, or its owner, certainly has no key; false when the search takes too long. */
  private boolean hasNoKey(RedisLink link, RedisKeys keys) {
    KeySearch.Page page = new KeySearch(link, keys, clock).page(KeyFilter.ALL.ofTenant(tenant).ofOwner(owner), "", 1, PATIENCE).await();
    return page.rows().isEmpty() && page.next() == null;
  }

  private Set<String> tenantsWithKeys(RedisLink link, RedisKeys keys) {
    Set<String> tenants = new TreeSet<>();
    new KeySearch(link, keys, clock).each(KeyFilter.ALL.ofOwner(owner), rows -> {
      rows.forEach(row -> {
        // A record that names no tenant lets nobody in, and must not stop the revocation of the others.
        if (row.tenant() != null && Identifier.NAME.matches(row.tenant())) {
          tenants.add(row.tenant());
        }
      });
      return Future.succeededFuture();
    }).await();
    return tenants;
  }

  private List<String> unknown(RedisLink link, RedisKeys keys) {
    RedisKeyStore store = new RedisKeyStore(link, keys, clock);
    List<String> unknown = new ArrayList<>();
    for (int from = 0; from < keyIds.size(); from += AT_ONCE) {
      store.findAll(keyIds.subList(from, Math.min(keyIds.size(), from + AT_ONCE))).await().stream()
          .filter(found -> !found.record().exists()).map(RedisKeyStore.Found::id).forEach(unknown::add);
    }
    return unknown;
  }

  private List<RedisCommand> commands(Remedies remedies, Set<String> tenants) {
    try {
      return owner != null ? remedies.revokeOwner(tenant == null ? tenants : Set.of(tenant), owner)
          : tenant != null ? List.of(remedies.revokeTenant(tenant)) : remedies.revokeKeys(keyIds);
    } catch (IllegalArgumentException e) {
      throw wrong((owner != null ? "--owner: " : tenant != null ? "--tenant: " : "KEY_ID: ") + e.getMessage());
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
