package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.auth.token.Issuers;
import dev.gatehouse.auth.token.UnreadableIssuer;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.Tracking;
import dev.gatehouse.redis.connection.TrackingEpoch;
import dev.gatehouse.redis.link.RedisLink;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The issuers of all tenants, in memory. It is filled by a {@link Rounds} when Redis begins to tell of changes, in the background, and
 * kept by what Redis tells. While Redis tells of no changes, it is filled again about once a second.
 */
public final class IssuerTable implements Issuers {

  private final IssuerLoader loader;
  private final String prefix;

  /** An empty table, until it is told that Redis tells of changes ({@link #changes}). */
  public IssuerTable(RedisLink link, RedisKeys keys) {
    this.prefix = keys.issuers();
    this.loader = new IssuerLoader(link, prefix);
  }

  /** What keeps the table; to be told of everything that Redis tells. */
  public Tracking.Listener changes() {
    return new Changes();
  }

  /** Ends the reading. */
  public void close() {
    loader.close();
  }

  @Override
  public boolean loaded() {
    return loader.loaded();
  }

  @Override
  public List<Issuer> of(String tenant) {
    return Objects.requireNonNullElse(loader.index().byTenant().get(tenant), List.of());
  }

  @Override
  public List<Issuer> issuing(String iss) {
    return Objects.requireNonNullElse(loader.index().byIss().get(iss), List.of());
  }

  @Override
  public @Nullable Issuer find(String tenant, String name) {
    for (Issuer issuer : of(tenant)) {
      if (issuer.name().equals(name)) {
        return issuer;
      }
    }
    return null;
  }

  @Override
  public List<UnreadableIssuer> unreadable() {
    return loader.index().unreadable();
  }

  @Override
  public boolean any() {
    return !loader.index().isEmpty();
  }

  private final class Changes implements Tracking.Listener {

    @Override
    public void tracked(TrackingEpoch now) {
      loader.scan();
    }

    @Override
    public void changed(List<String> names) {
      names.stream().filter(name -> name.startsWith(prefix)).forEach(loader::changed);
    }

    @Override
    public void flushed() {
      loader.scan();
    }

    @Override
    public void lost() {
      loader.scanAgain();
    }
  }
}
