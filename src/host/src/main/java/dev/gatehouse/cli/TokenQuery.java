package dev.gatehouse.cli;

import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.token.Issuers;
import dev.gatehouse.auth.token.TokenInspection;
import dev.gatehouse.auth.token.TokenInspection.Inspected;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.http.CanonicalUrls;
import dev.gatehouse.http.JsonClient;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.IssuerList;
import dev.gatehouse.redis.keys.RedisKeyStore;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.tenant.FolderTenants;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Verifies tokens against the Redis of a configuration, as the host does, for commands that start no host. */
final class TokenQuery {

  private final Path file;
  private final Clock clock;
  private final HostConfig config;

  /** Reads the parts of the configuration that say by which URL clients know a tenant. */
  TokenQuery(Path file, Clock clock) throws ConfigException {
    this.file = file;
    this.clock = clock;
    this.config = ConfigLoader.part(file, Set.of("http", "plugins", "redis"), tenant -> false);
  }

  /** The prefix of all names in Redis. */
  String prefix() {
    return config.redis().prefix();
  }

  /** The URLs by which clients know a tenant, its own first; none when the system chooses the port. */
  List<String> canonical(String tenant) {
    return new CanonicalUrls(config.http(), () -> FolderTenants.names(config.plugins(), config.tenants().keySet())).apply(tenant);
  }

  /** The issuers as Redis holds them now. */
  Issuers issuers() throws ConfigException {
    return RedisQuery.with(file, IssuerList::read);
  }

  /**
   * Verifies a token.
   *
   * @throws AuthFailedException when it is not genuine, or not for this host
   */
  Inspected inspect(String token) throws ConfigException {
    return inspect(token, (link, keys) -> IssuerList.read(link, keys));
  }

  /** The same by issuers that have been read already. */
  Inspected inspect(String token, Issuers issuers) throws ConfigException {
    return inspect(token, (link, keys) -> Future.succeededFuture(issuers));
  }

  private Inspected inspect(String token, BiFunction<RedisLink, RedisKeys, Future<? extends Issuers>> issuers) throws ConfigException {
    Function<String, List<String>> canonical = this::canonical;
    return RedisQuery.with(file, (link, keys) -> issuers.apply(link, keys).compose(
        known -> new TokenInspection(new JsonClient(link.vertx()), known, new RedisKeyStore(link, keys, clock), canonical, clock)
            .inspect(token)));
  }
}
