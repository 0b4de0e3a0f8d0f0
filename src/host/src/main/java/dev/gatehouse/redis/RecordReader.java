package dev.gatehouse.redis;

import dev.gatehouse.auth.KeyState;
import dev.gatehouse.auth.KeyState.Role;
import dev.gatehouse.auth.Names;
import dev.gatehouse.auth.Names.Dependencies;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a key and what it depends on: two pipelined round trips, the first for the key, the second for its roles, owner and tenant.
 * Plain commands, each on one name, so that a cluster may keep the records wherever it likes; that nothing changed in between is
 * for the cache to see to.
 */
final class RecordReader {

  private final RedisLink link;
  private final RedisKeys keys;

  RecordReader(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /**
   * What was read.
   *
   * @param state the key with what it depends on
   * @param lastsMillis until Redis drops one of the records, counted from before they were read; negative for no such time
   * @param revocable what in the revocation set closes this key
   */
  record Read(KeyState state, long lastsMillis, List<String> revocable) {
  }

  /** One record: its fields, empty when there is none, and its time to live as PTTL tells it. */
  private record Hash(Map<String, String> fields, long ttlMillis, String unreadable) {
  }

  /**
   * Reads a key.
   *
   * @param dependsOn told the names of the other records before they are read
   */
  Future<Read> read(String keyId, Consumer<Set<String>> dependsOn) {
    Future<Boolean> revoked = revoked(List.of(keyId));
    return hash(keys.key(keyId), "what is stored").compose(key -> {
      Dependencies others = key.fields().isEmpty() ? null : Names.dependencies(key.fields());
      return others == null
          ? revoked.map(is -> alone(keyId, key, is))
          : revoked.compose(is -> with(keyId, key, is, others, dependsOn));
    });
  }

  private static Read alone(String keyId, Hash key, boolean revoked) {
    KeyState state = key.unreadable() == null
        ? KeyState.of(key.fields(), revoked, key.ttlMillis()) : KeyState.unreadable(key.unreadable());
    return new Read(state, key.ttlMillis(), List.of(keyId));
  }

  private Future<Read> with(String keyId, Hash key, boolean revoked, Dependencies others, Consumer<Set<String>> dependsOn) {
    String tenant = others.tenant();
    List<String> names = new ArrayList<>();
    others.roles().forEach(role -> names.add(keys.role(tenant, role)));
    names.add(keys.tenant(tenant));
    List<String> revocable = new ArrayList<>(List.of(keyId, "tenant:" + tenant));
    if (others.owner() != null) {
      names.add(keys.owner(tenant, others.owner()));
      revocable.add("owner:" + tenant + ':' + others.owner());
    }
    dependsOn.accept(Set.copyOf(names));
    Future<Boolean> more = revoked(revocable);
    List<Future<Hash>> reading = names.stream().map(name -> hash(name, name)).toList();
    return Future.all(reading).compose(all -> more.map(is ->
        read(key, revoked || is, others, reading.stream().map(Future::result).toList(), revocable)));
  }

  private static Read read(Hash key, boolean revoked, Dependencies others, List<Hash> hashes, List<String> revocable) {
    int roles = others.roles().size();
    List<Role> named = new ArrayList<>();
    for (int i = 0; i < roles; i++) {
      named.add(new Role(others.roles().get(i), hashes.get(i).fields()));
    }
    Map<String, String> owner = others.owner() == null ? Map.of() : hashes.get(roles + 1).fields();
    String unreadable = hashes.stream().map(Hash::unreadable).filter(why -> why != null).findFirst().orElse(null);
    KeyState state = new KeyState(key.fields(), revoked, key.ttlMillis(), unreadable, named, owner, hashes.get(roles).fields());
    long lasts = hashes.stream().mapToLong(Hash::ttlMillis).reduce(key.ttlMillis(), RecordReader::sooner);
    return new Read(state, lasts, revocable);
  }

  private static long sooner(long one, long other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }

  /** Whether any of these is in the revocation set. A set of the wrong type is an error, and the caller fails closed. */
  Future<Boolean> revoked(List<String> members) {
    Request ask = Request.cmd(Command.SMISMEMBER).arg(keys.revoked());
    members.forEach(ask::arg);
    return link.send(ask).map(RecordReader::any);
  }

  private static boolean any(Response hits) {
    for (Response hit : hits) {
      if (hit.toInteger() != 0) {
        return true;
      }
    }
    return false;
  }

  /** The time to live first: whatever it becomes while the fields are fetched, it is never longer. */
  private Future<Hash> hash(String name, String shown) {
    Future<Response> ttl = link.send(Request.cmd(Command.PTTL).arg(name));
    return link.send(Request.cmd(Command.HGETALL).arg(name))
        .compose(fields -> ttl.map(left -> new Hash(fields(fields), Math.max(-1, left.toLong()), null)))
        .recover(cause -> RedisErrors.is(cause, "WRONGTYPE")
            ? Future.succeededFuture(new Hash(Map.of(), -1, shown + " is not a hash"))
            : Future.failedFuture(cause));
  }

  private static Map<String, String> fields(Response hash) {
    Map<String, String> fields = new HashMap<>();
    for (String field : hash.getKeys()) {
      fields.put(field, hash.get(field).toString());
    }
    return fields;
  }
}
