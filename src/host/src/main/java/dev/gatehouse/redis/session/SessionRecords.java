package dev.gatehouse.redis.session;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.mcp.legacy.NewerFormatException;
import dev.gatehouse.mcp.legacy.SessionFields;
import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.redis.HashReply;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.Script;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the hashes of sessions, with the cache between. */
final class SessionRecords {

  static final String PURPOSE = "sessions";

  private static final int MOST_CACHED = 50_000;
  private static final long MOST_CACHED_BYTES = 64L << 20;
  /** A record without a time to live, which nobody writes, is read again after this. */
  private static final long LONGEST_MILLIS = 3_600_000;
  private static final Script CHANGE = Script.named("session/change.lua", PURPOSE);

  private final RedisLink link;
  private final RedisKeys keys;
  private final long graceNanos;
  private final SessionCache cache = new SessionCache(MOST_CACHED, MOST_CACHED_BYTES);

  /**
   * None yet.
   *
   * @param grace how long what was known stays good while Redis does not answer
   */
  SessionRecords(RedisLink link, RedisKeys keys, Duration grace) {
    this.link = link;
    this.keys = keys;
    this.graceNanos = grace.toNanos();
  }

  SessionCache cache() {
    return cache;
  }

  /** Asks Redis: the time to live first, so that it is never longer than that of the fields. */
  Future<@Nullable SessionRecord> read(String id) {
    SessionCache.Mark mark = cache.mark(id);
    Future<Response> ttl = link.send(Request.cmd(Command.PTTL).arg(keys.session(id)), PURPOSE);
    Future<Response> hash = link.send(Request.cmd(Command.HGETALL).arg(keys.session(id)), PURPOSE);
    return ttl.compose(left -> hash.map(fields -> {
      SessionRecord session = fields.size() == 0 ? null : SessionFields.read(id, HashReply.fields(fields));
      if (session != null) {
        long millis = left.toLong();
        cache.put(session, mark, millis < 0 ? LONGEST_MILLIS : Math.min(millis, LONGEST_MILLIS));
      }
      return session;
    })).recover(SessionRecords::unlessOfAnotherType).recover(failure -> before(id, failure));
  }

  private Future<@Nullable SessionRecord> before(String id, Throwable failure) {
    SessionRecord before =
        failure instanceof StoreUnavailableException && RedisErrors.isSilence(failure) ? cache.before(id, graceNanos) : null;
    return before == null ? Future.failedFuture(failure) : Future.succeededFuture(before);
  }

  /** What is no hash is no session. */
  private static Future<@Nullable SessionRecord> unlessOfAnotherType(Throwable cause) {
    return cause instanceof StoreUnavailableException && RedisErrors.is(cause, "WRONGTYPE") ? Future.succeededFuture()
        : Future.failedFuture(cause);
  }

  Future<Void> create(SessionRecord session, long millis) {
    return run(session.id(), Long.toString(millis), SessionFields.write(session), Set.of()).mapEmpty();
  }

  Future<@Nullable SessionRecord> change(String id, Map<String, String> fields, Set<String> removed) {
    return run(id, "", fields, removed).map(reply -> read(id, reply))
        .recover(SessionRecords::unlessOfAnotherType)
        .onComplete(done -> cache.changed(id));
  }

  private Future<Response> run(String id, String millis, Map<String, String> fields, Set<String> removed) {
    List<String> args = new ArrayList<>(List.of(millis, Integer.toString(SessionFields.FORMAT), Integer.toString(2 * fields.size())));
    fields.forEach((name, value) -> {
      args.add(name);
      args.add(value);
    });
    args.addAll(removed);
    return CHANGE.run(link, List.of(keys.session(id)), args);
  }

  private static @Nullable SessionRecord read(String id, @Nullable Response reply) {
    if (reply == null) {
      return null;
    }
    if (reply.type() != ResponseType.MULTI) {
      throw new NewerFormatException(reply.toString());
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < reply.size(); i += 2) {
      fields.put(reply.get(i).toString(), reply.get(i + 1).toString());
    }
    return SessionFields.read(id, fields);
  }
}
