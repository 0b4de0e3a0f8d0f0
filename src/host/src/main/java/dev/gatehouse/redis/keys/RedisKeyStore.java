package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Key records as Redis holds them at this moment, asked for every time. For commands and reports. */
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

  /**
   * A key as it was found.
   *
   * @param state what Redis holds
   * @param record the same, parsed
   */
  public record Found(String id, KeyState state, KeyRecord record) {
  }

  /**
   * Finds keys by their ids, with pipelined commands. Records that several of them depend on are read once.
   *
   * @return one for each id, in the same order; fails when Redis does not answer
   */
  public Future<List<Found>> findAll(List<String> ids) {
    Instant now = clock.instant();
    List<RecordReader.Wanted> wanted = ids.stream().map(id -> new RecordReader.Wanted(Credential.ofKey(id), names -> {})).toList();
    return reader.readAll(wanted).compose(Future::all).map(read -> {
      List<Found> found = new ArrayList<>();
      for (int i = 0; i < ids.size(); i++) {
        RecordReader.Read one = read.resultAt(i);
        found.add(new Found(ids.get(i), one.state(), wanted.get(i).credential().parse(one.state(), now, one.lastsMillis())));
      }
      return found;
    });
  }
}
