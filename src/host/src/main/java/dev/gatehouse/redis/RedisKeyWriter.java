package dev.gatehouse.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Writes new key records, for {@code mint --apply} and for the demo key of a first run. */
public final class RedisKeyWriter {

  private static final Script CREATE = Script.named("create.lua", "new keys");

  private final RedisLink link;
  private final RedisKeys keys;

  /** Writes through this link, under these names. */
  public RedisKeyWriter(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /**
   * Creates a key record, whole or not at all.
   *
   * @param fields at least one
   * @param expireAt when Redis is to drop the record, in unix seconds; empty for never
   * @return fails with {@link IllegalStateException} when the id is taken, and nothing was changed then; with {@link
   *     dev.gatehouse.auth.StoreUnavailableException} when Redis does not answer
   */
  public Future<Void> create(String keyId, Map<String, String> fields, OptionalLong expireAt) {
    List<String> args = new ArrayList<>();
    args.add(expireAt.isPresent() ? Long.toString(expireAt.getAsLong()) : "");
    fields.forEach((name, value) -> {
      args.add(name);
      args.add(value);
    });
    return CREATE.run(link, List.of(keys.key(keyId)), args)
        .compose(created -> created.toInteger() == 1 ? Future.succeededFuture() : taken(keyId));
  }

  private Future<Void> taken(String keyId) {
    return Future.failedFuture(new IllegalStateException(keys.key(keyId) + " exists already"));
  }

  /** Whether the database holds nothing at all, ours or anybody's. */
  public Future<Boolean> isEmpty() {
    return link.send(Request.cmd(Command.DBSIZE)).map(size -> size.toLong() == 0);
  }
}
