package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;

/** Key records as Redis holds them at this moment, asked for every time. For the commands that ask once. */
public final class RedisKeyStore implements KeyStore {

  private final RecordReader reader;
  private final Clock clock;

  /** Reads through this link, under these names. */
  public RedisKeyStore(RedisLink link, RedisKeys keys, Clock clock) {
    this.reader = new RecordReader(link, keys);
    this.clock = clock;
  }

  @Override
  public Future<KeyRecord> find(Credential credential) {
    Instant now = clock.instant();
    return reader.read(credential, names -> {}).map(read -> credential.parse(read.state(), now, read.lastsMillis()));
  }
}
