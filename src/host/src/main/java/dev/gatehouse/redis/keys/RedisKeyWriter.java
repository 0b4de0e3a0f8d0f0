package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.record.RedisUrl;
import dev.gatehouse.redis.HashReply;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.Script;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Writes new key records, for {@code mint --apply} and for the first key of a first run. */
public final class RedisKeyWriter {

  /** The numbers of some hosts, and the last one given. */
  private static final int MOST_SIGNS = 8;
  /** More than such a database has, so that one page is all of it. */
  private static final int FEW = 1_000;

  static final Script CREATE = Script.named("create.lua", "new keys");

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

  /**
   * Rotates a key by {@link Rotation#command}; in a Redis Cluster, where the two keys are in different slots, by {@link ClusterRotation}.
   *
   * @param fields the new key's own
   * @return the new key's whole record; empty, with nothing changed, when there is no key to replace
   */
  public Future<Map<String, String>> rotate(Rotation rotation, String keyId, Map<String, String> fields) {
    if (link.url().location().mode() == RedisUrl.Mode.CLUSTER) {
      return new ClusterRotation(link, keys, rotation, keyId, fields).run();
    }
    List<String> words = rotation.command(keys.prefix(), keyId, fields);
    Request request = Request.cmd(Command.create(words.get(0)));
    words.stream().skip(1).forEach(request::arg);
    // Whoever rotates is told why it failed; a log line beside that says no more.
    return link.send(request, RedisLink.MAY_FAIL).compose(done -> record(keyId))
        .recover(cause -> RedisErrors.is(cause, Rotation.MISSING) ? Future.succeededFuture(Map.of()) : Future.failedFuture(cause));
  }

  /**
   * Gives a key that has a successor the end that it lacks because its rotation, in a Redis Cluster, failed after the first step.
   *
   * @return whether it lacked one
   */
  public Future<Boolean> end(Rotation rotation) {
    return new ClusterRotation(link, keys, rotation, rotation.replaces(), Map.of()).finish();
  }

  private Future<Map<String, String>> record(String keyId) {
    return link.send(Request.cmd(Command.HGETALL).arg(keys.key(keyId))).map(HashReply::fields);
  }

  /** Whether the database holds nothing, ours or anybody's, but the signs of life of hosts. */
  public Future<Boolean> isEmpty() {
    List<Future<Boolean>> nodes = link.nodes().stream().map(this::isEmpty).toList();
    return Future.all(nodes).map(all -> nodes.stream().allMatch(Future::result));
  }

  private Future<Boolean> isEmpty(RedisNode node) {
    return node.send(Request.cmd(Command.DBSIZE), null).compose(size -> size.toLong() > MOST_SIGNS
        ? Future.succeededFuture(false)
        : node.send(Request.cmd(Command.SCAN).arg("0").arg("COUNT").arg(FEW), null).map(page -> page.get(1).stream()
            .allMatch(name -> keys.isSign(name.toString()))));
  }
}
