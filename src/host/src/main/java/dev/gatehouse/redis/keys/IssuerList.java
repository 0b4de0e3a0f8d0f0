package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Issuers;
import dev.gatehouse.auth.token.UnreadableIssuer;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.redis.HashReply;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.link.Rounds;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The issuers as Redis held them when they were read, for the commands that ask once. */
public final class IssuerList implements Issuers {

  /** A connection refuses more commands at once than this, several times over. */
  private static final int AT_ONCE = 1_000;

  private final IssuerIndex index;

  private IssuerList(IssuerIndex index) {
    this.index = index;
  }

  /** Reads all of them. Fails with {@link dev.gatehouse.auth.StoreUnavailableException} when Redis does not answer. */
  public static Future<IssuerList> read(RedisLink link, RedisKeys keys) {
    Set<String> names = new TreeSet<>();
    return Rounds.all(link, Rounds.names(keys.issuers() + '*'), round -> {
      names.addAll(round.found());
      return Future.succeededFuture();
    }).compose(all -> read(link, keys, List.copyOf(names), 0, new ArrayList<>()));
  }

  private static Future<IssuerList> read(RedisLink link, RedisKeys keys, List<String> names, int from, List<IssuerEntry> found) {
    if (from >= names.size()) {
      return Future.succeededFuture(new IssuerList(IssuerIndex.of(found)));
    }
    int next = Math.min(names.size(), from + AT_ONCE);
    List<Future<IssuerEntry>> entries =
        names.subList(from, next).stream().map(name -> entry(link, name, name.substring(keys.issuers().length()))).toList();
    return Future.all(entries).compose(read -> {
      entries.stream().map(Future::result).filter(Objects::nonNull).forEach(found::add);
      return read(link, keys, names, next, found);
    });
  }

  private static Future<@Nullable IssuerEntry> entry(RedisLink link, String key, String name) {
    return link.send(Request.cmd(Command.HGETALL).arg(key)).map(HashReply::fields)
        .map(fields -> fields.isEmpty() ? null : IssuerEntry.of(name, fields))
        .recover(cause -> RedisErrors.is(cause, "WRONGTYPE")
            ? Future.succeededFuture(IssuerEntry.unreadable(name, "it is not a hash")) : Future.failedFuture(cause));
  }

  /** The tenants that have an issuer, readable or not. */
  public Set<String> tenants() {
    Set<String> tenants = new TreeSet<>(index.byTenant().keySet());
    index.unreadable().stream().map(UnreadableIssuer::tenant).filter(Identifier.NAME::matches).forEach(tenants::add);
    return tenants;
  }

  @Override
  public List<Issuer> of(String tenant) {
    return index.byTenant().getOrDefault(tenant, List.of());
  }

  @Override
  public List<Issuer> issuing(String iss) {
    return index.byIss().getOrDefault(iss, List.of());
  }

  @Override
  public @Nullable Issuer find(String tenant, String name) {
    return of(tenant).stream().filter(issuer -> issuer.name().equals(name)).findFirst().orElse(null);
  }

  @Override
  public List<UnreadableIssuer> unreadable() {
    return index.unreadable();
  }
}
