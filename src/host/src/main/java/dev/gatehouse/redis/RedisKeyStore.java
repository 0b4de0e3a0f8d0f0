package dev.gatehouse.redis;

import dev.gatehouse.auth.KeyState;
import dev.gatehouse.auth.KeyStore;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Key records as Redis holds them at this moment: one script, one round trip, for every request. That makes every change count
 * at once and costs the round trip; a cache that Redis invalidates is to take its place behind the same port.
 */
public final class RedisKeyStore implements KeyStore {

  private static final Script FIND = Script.named("find.lua");

  private final RedisLink link;
  private final RedisKeys keys;

  /** Reads through this link, under these names. */
  public RedisKeyStore(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  @Override
  public Future<KeyState> find(String keyId) {
    return FIND.run(link, List.of(keys.key(keyId), keys.revoked()), List.of(keyId)).map(RedisKeyStore::state);
  }

  private static KeyState state(Response reply) {
    if (reply.size() == 1) {
      return KeyState.unreadable("what is stored is a " + reply.get(0) + ", not a hash");
    }
    return KeyState.of(fields(reply.get(0)), reply.get(2).toInteger() == 1, reply.get(1).toLong());
  }

  private static Map<String, String> fields(Response flat) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return fields;
  }
}
