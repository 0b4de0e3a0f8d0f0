package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.redis.HashReply;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rotation in a Redis Cluster: what {@code rotate.lua} does, in single commands, each on one key. It is not atomic. The new key is made
 * before the old one gets its end, so a failure in between leaves both, and never none; it is told as a failure.
 */
final class ClusterRotation {

  /** What a rotation before has noted: the end that it set, and when the key would have ended without it, or -1. */
  private static final Pattern MARK = Pattern.compile("(\\d+) (-?\\d+)");
  private static final long MARK_SECONDS = 60;

  private final RedisLink link;
  private final Rotation rotation;
  private final Map<String, String> own;
  private final String old;
  private final String fresh;
  private final String mark;
  private final long asked;

  /**
   * A rotation.
   *
   * @param keyId the new key's id
   * @param own the new key's own fields
   */
  ClusterRotation(RedisLink link, RedisKeys keys, Rotation rotation, String keyId, Map<String, String> own) {
    this.link = link;
    this.rotation = rotation;
    this.own = own;
    this.old = keys.key(rotation.replaces());
    this.fresh = keys.key(keyId);
    this.mark = keys.record("rotated:" + rotation.replaces());
    this.asked = rotation.end().getEpochSecond();
  }

  /**
   * The old key as it was found. In unix seconds, -1 for never: when it ends, and when it would have ended without any rotation.
   *
   * @param rotated whether it ends as a rotation has noted: one that failed before its last step has noted another end
   */
  private record Before(Map<String, String> fields, long now, long ends, long lasts, boolean rotated) {
  }

  /** Returns the new key's whole record; empty, with nothing changed, when there is no key to replace. */
  Future<Map<String, String>> run() {
    return before().compose(before -> before.fields().isEmpty() ? Future.succeededFuture(Map.of()) : rotate(before));
  }

  private Future<Before> before() {
    Future<Response> fields = send(Request.cmd(Command.HGETALL).arg(old));
    Future<Response> left = send(Request.cmd(Command.PTTL).arg(old));
    Future<Response> noted = send(Request.cmd(Command.GET).arg(mark));
    Future<Response> time = send(Request.cmd(Command.TIME));
    return Future.all(fields, left, noted, time).map(all -> {
      long now = time.result().get(0).toLong();
      double exact = now + time.result().get(1).toLong() / 1e6 + left.result().toLong() / 1e3;
      long ends = left.result().toLong() < 0 ? -1 : (long) Math.floor(exact + 0.5);
      Matcher last = MARK.matcher(noted.result() == null ? "" : noted.result().toString());
      boolean rotated = last.matches() && Math.abs(ends - Long.parseLong(last.group(1))) <= 1;
      return new Before(HashReply.fields(fields.result()), now, ends, rotated ? Long.parseLong(last.group(2)) : ends, rotated);
    });
  }

  private Future<Map<String, String>> rotate(Before before) {
    boolean sooner = before.ends() < 0 || asked < before.ends();
    long ending = sooner ? asked : before.ends();
    Map<String, String> record = new HashMap<>(before.fields());
    record.put("replaces", rotation.replaces());
    record.putIfAbsent("line", rotation.replaces());
    record.putAll(own);
    return note(before, ending)
        .compose(noted -> create(record, before.lasts()))
        .compose(created -> sooner ? end() : Future.succeededFuture())
        .map(done -> record);
  }

  private Future<Response> note(Before before, long ending) {
    return send(Request.cmd(Command.SET).arg(mark).arg(ending + " " + before.lasts()).arg("EX")
        .arg(Math.max(1, ending - before.now() + MARK_SECONDS)));
  }

  /** Takes the step that is missing after a failure, if it is; answers whether it was. */
  Future<Boolean> finish() {
    return before().compose(before -> {
      boolean ends = before.rotated() || before.ends() >= 0 && before.ends() <= asked;
      return before.fields().isEmpty() || ends ? Future.succeededFuture(false)
          : note(before, asked).compose(noted -> end()).map(true);
    });
  }

  private Future<Void> create(Map<String, String> record, long lasts) {
    List<String> args = new ArrayList<>(List.of(lasts < 0 ? "" : Long.toString(lasts)));
    record.forEach((field, value) -> args.addAll(List.of(field, value)));
    return RedisKeyWriter.CREATE.run(link, List.of(fresh), args).compose(created -> created.toInteger() == 1 ? Future.succeededFuture()
        : Future.failedFuture(new StoreUnavailableException(fresh + " exists already", null)));
  }

  /** Only this step may be missing after a failure; an operator can take it by hand, or repeat {@code rotate}. */
  private Future<Response> end() {
    return send(Request.cmd(Command.EXPIREAT).arg(old).arg(asked)).recover(cause -> Future.failedFuture(new StoreUnavailableException(
        "the new key works, but " + old + " has no end yet: run EXPIREAT " + old + ' ' + asked + " (" + cause.getMessage() + ')', cause)));
  }

  private Future<Response> send(Request request) {
    return link.send(request, RedisLink.MAY_FAIL);
  }
}
