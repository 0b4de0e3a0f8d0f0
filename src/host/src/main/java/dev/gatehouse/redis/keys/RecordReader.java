package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.Dependencies;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.key.KeyState.Role;
import dev.gatehouse.redis.HashReply;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of credentials and what they depend on, in two pipelined round trips: the first for the records of the keys and
 * issuers, the second for what is revoked and for their roles, owners and tenants, each record once. A key that does not exist costs one
 * command. Plain commands, each on one name, so that a cluster may keep the records wherever it likes; the cache makes sure that nothing
 * changed in between.
 */
final class RecordReader {

  private final RedisLink link;
  private final RedisKeys keys;
  private final RevokedSet revoked;

  RecordReader(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
    this.revoked = new RevokedSet(link, keys);
  }

  /**
   * A credential to read.
   *
   * @param credential whose rights
   * @param dependsOn told the names of the other records before they are read
   */
  record Wanted(Credential credential, Consumer<Set<String>> dependsOn) {
  }

  /**
   * What was read.
   *
   * @param state its record with what that depends on
   * @param lastsMillis until Redis drops one of the records, counted from before they were read; negative for no such time
   * @param revocable what in the revocation set closes the credential
   */
  record Read(KeyState state, long lastsMillis, List<String> revocable) {
  }

  /** One record: its fields, empty when there is none, its time to live, negative for none, and why it cannot be read, or null. */
  private record Hash(Map<String, String> fields, long ttlMillis, @Nullable String unreadable) {
  }

  /** What a credential depends on, null when its record is missing or cannot be read; and what in the revocation set closes it. */
  private record Found(@Nullable Dependencies others, List<String> names, List<String> revocable) {
  }

  /** Reads one credential. */
  Future<Read> read(Credential credential, Consumer<Set<String>> dependsOn) {
    return readAll(List.of(new Wanted(credential, dependsOn))).compose(read -> read.get(0));
  }

  /**
   * Reads credentials. One that cannot be read, such as a key of a cluster's master that is lost, fails alone.
   *
   * @return in the order in which they are wanted
   */
  Future<List<Future<Read>>> readAll(List<Wanted> wanted) {
    wanted.forEach(this::tellOwn);
    Map<String, Future<Hash>> each = new HashMap<>();
    List<Future<Hash>> reading = wanted.stream().map(one -> each.computeIfAbsent(name(one), this::own)).toList();
    return Future.join(reading).transform(all -> others(wanted, reading));
  }

  private String name(Wanted wanted) {
    return keys.record(wanted.credential().record());
  }

  /** Whether it is the hash of a key, which a change of it is found by. */
  private boolean isKey(String name) {
    return keys.keyId(name) != null;
  }

  private void tellOwn(Wanted wanted) {
    if (!isKey(name(wanted))) {
      wanted.dependsOn().accept(Set.of(name(wanted)));
    }
  }

  private Future<Hash> own(String name) {
    return fields(hgetall(name), isKey(name) ? "what is stored" : name, -1);
  }

  private Future<List<Future<Read>>> others(List<Wanted> wanted, List<Future<Hash>> hashes) {
    List<Found> found = new ArrayList<>();
    Map<String, Future<Hash>> others = new HashMap<>();
    Map<String, Future<Long>> ends = new HashMap<>();
    List<Future<Long>> lasting = new ArrayList<>();
    for (int i = 0; i < hashes.size(); i++) {
      Found one = found(wanted.get(i), hashes.get(i).succeeded() ? hashes.get(i).result().fields() : Map.of());
      found.add(one);
      one.names().forEach(name -> others.computeIfAbsent(name, this::hash));
      lasting.add(one.revocable().isEmpty() ? Future.succeededFuture(-1L) : ends.computeIfAbsent(name(wanted.get(i)), this::timeToLive));
    }
    Future<List<String>> closed = revoked.first(found.stream().map(Found::revocable).toList());
    List<Future<?>> all = new ArrayList<>(others.values());
    all.addAll(lasting);
    all.add(closed);
    return Future.join(all).transform(done -> Future.succeededFuture(IntStream.range(0, hashes.size())
        .mapToObj(
            i -> Future.all(hashes.get(i), lasting.get(i), closed, Future.all(found.get(i).names().stream().map(others::get).toList()))
                .map(own -> read(hashes.get(i).result(), found.get(i), lasting.get(i).result(), closed.result().get(i), others)))
        .toList()));
  }

  private Found found(Wanted wanted, Map<String, String> fields) {
    if (fields.isEmpty()) {
      return new Found(null, List.of(), List.of());
    }
    Dependencies others = wanted.credential().dependencies(fields);
    List<String> revocable = wanted.credential().revocable(others);
    if (others == null) {
      return new Found(null, List.of(), revocable);
    }
    List<String> names = names(others);
    Set<String> all = new HashSet<>(names);
    if (!isKey(name(wanted))) {
      all.add(name(wanted));
    }
    wanted.dependsOn().accept(Set.copyOf(all));
    return new Found(others, names, revocable);
  }

  /** The records of the roles, of the tenant, and of the owner, if there is one. */
  private List<String> names(Dependencies others) {
    List<String> names = new ArrayList<>();
    others.roles().forEach(role -> names.add(keys.role(others.tenant(), role)));
    names.add(keys.tenant(others.tenant()));
    if (others.owner() != null) {
      names.add(keys.owner(others.tenant(), others.owner()));
    }
    return names;
  }

  private static Read read(Hash key, Found found, long ttlMillis, @Nullable String revokedBy, Map<String, Future<Hash>> others) {
    if (found.others() == null) {
      KeyState state = key.unreadable() == null
          ? KeyState.of(key.fields(), revokedBy, ttlMillis) : KeyState.unreadable(key.unreadable());
      return new Read(state, ttlMillis, found.revocable());
    }
    List<Hash> hashes = found.names().stream().map(name -> Objects.requireNonNull(others.get(name)).result()).toList();
    int roles = found.others().roles().size();
    List<Role> named = new ArrayList<>();
    for (int i = 0; i < roles; i++) {
      named.add(new Role(found.others().roles().get(i), hashes.get(i).fields()));
    }
    Map<String, String> owner = found.others().owner() == null ? Map.of() : hashes.get(roles + 1).fields();
    String unreadable = hashes.stream().map(Hash::unreadable).filter(Objects::nonNull).findFirst().orElse(null);
    KeyState state = new KeyState(key.fields(), revokedBy, ttlMillis, unreadable, named, owner, hashes.get(roles).fields());
    long lasts = hashes.stream().mapToLong(Hash::ttlMillis).reduce(ttlMillis, RecordReader::sooner);
    return new Read(state, lasts, found.revocable());
  }

  private static long sooner(long one, long other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }

  /** The time to live first: whatever it becomes while the fields are fetched, it is never longer. */
  private Future<Hash> hash(String name) {
    Future<Response> ttl = link.send(Request.cmd(Command.PTTL).arg(name));
    Future<Response> fields = hgetall(name);
    return ttl.compose(left -> fields(fields, name, Math.max(-1, left.toLong())));
  }

  /** Asked after the fields were read; a key that has ended in between has no time left. */
  private Future<Long> timeToLive(String name) {
    return link.send(Request.cmd(Command.PTTL).arg(name)).map(Response::toLong).map(left -> left == -2 ? 0 : left);
  }

  private Future<Response> hgetall(String name) {
    return link.send(Request.cmd(Command.HGETALL).arg(name));
  }

  private static Future<Hash> fields(Future<Response> answer, String shown, long ttlMillis) {
    return answer.map(hash -> new Hash(HashReply.fields(hash), ttlMillis, null))
        .recover(cause -> RedisErrors.is(cause, "WRONGTYPE")
            ? Future.succeededFuture(new Hash(Map.of(), -1, shown + " is not a hash"))
            : Future.failedFuture(cause));
  }
}
