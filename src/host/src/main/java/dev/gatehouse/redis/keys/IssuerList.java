package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Issuers;
import dev.gatehouse.auth.token.UnreadableIssuer;
import dev.gatehouse.redis.HashReply;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The issuers as Redis held them when they were read, for the commands that ask once. */
public final class IssuerList implements Issuers {

  private final IssuerIndex index;

  private IssuerList(IssuerIndex index) {
    this.index = index;
  }

  /** Reads all of them. Fails with {@link dev.gatehouse.auth.StoreUnavailableException} when Redis does not answer. */
  public static Future<Issuers> read(RedisLink link, RedisKeys keys) {
    TreeSet<String> names = new TreeSet<>();
    return new RecordScan(link, keys.issuers()).names(names::add).compose(all -> {
      List<Future<IssuerEntry>> entries = names.stream().map(name -> entry(link, name, name.substring(keys.issuers().length()))).toList();
      return Future.all(entries)
          .map(read -> new IssuerList(IssuerIndex.of(entries.stream().map(Future::result).filter(Objects::nonNull).toList())));
    });
  }

  private static Future<@Nullable IssuerEntry> entry(RedisLink link, String key, String name) {
    return link.send(Request.cmd(Command.HGETALL).arg(key)).map(HashReply::fields)
        .map(fields -> fields.isEmpty() ? null : IssuerEntry.of(name, fields))
        .recover(cause -> RedisErrors.is(cause, "WRONGTYPE")
            ? Future.succeededFuture(IssuerEntry.unreadable(name, "it is not a hash")) : Future.failedFuture(cause));
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
