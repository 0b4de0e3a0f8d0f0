package dev.gatehouse.redis.session;

import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.Script;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The index of each tenant's sessions: by last use, and how many bytes they take in Redis. It says which ones exceed the bounds. */
final class SessionIndex {

  private static final long MOST_BYTES = 64L << 20;
  private static final String USED = "used";
  private static final String GONE = "gone";
  private static final Script INDEX = Script.named("session/index.lua", SessionRecords.PURPOSE);

  private final RedisLink link;
  private final RedisKeys keys;
  private final String idleMillis;
  private final int most;

  /**
   * What is new of a session.
   *
   * @param used whether it was used
   * @param logBytes of its log; null when they did not change
   * @param recordBytes of its record beyond the usual ones; null when they did not change
   */
  record News(SessionRecord session, boolean used, @Nullable Long logBytes, @Nullable Long recordBytes) {

    /** This, and what is newer. */
    News and(News later) {
      return new News(later.session, used || later.used, later.logBytes == null ? logBytes : later.logBytes,
          later.recordBytes == null ? recordBytes : later.recordBytes);
    }
  }

  /**
   * What exceeds the bounds.
   *
   * @param ended the ids of sessions to end
   * @param emptied the ids of sessions whose logs to empty
   */
  record Excess(List<String> ended, List<String> emptied) {
  }

  SessionIndex(RedisLink link, RedisKeys keys, long idleMillis, int most) {
    this.link = link;
    this.keys = keys;
    this.idleMillis = Long.toString(idleMillis);
    this.most = most;
  }

  /** Adds a session. */
  Future<Excess> add(SessionRecord session) {
    return run(session.tenant(), most, List.of(new News(session, true, null, null)));
  }

  /** Writes what is new of sessions of one tenant. */
  Future<Excess> note(String tenant, List<News> news) {
    return run(tenant, 0, news);
  }

  private Future<Excess> run(String tenant, int mostSessions, List<News> news) {
    List<String> args = new ArrayList<>(List.of(idleMillis, Integer.toString(mostSessions), Long.toString(MOST_BYTES)));
    news.forEach(one -> args.addAll(List.of(member(one.session()), one.used() ? USED : "", text(one.logBytes()), text(one.recordBytes()))));
    return run(tenant, args);
  }

  private Future<Excess> run(String tenant, List<String> args) {
    return INDEX.run(link, List.of(keys.sessions(tenant), keys.sessionBytes(tenant)), args)
        .map(reply -> new Excess(ids(reply.get(0)), ids(reply.get(1))));
  }

  private static String text(@Nullable Long bytes) {
    return bytes == null ? "" : bytes.toString();
  }

  private static List<String> ids(Response reply) {
    List<String> ids = new ArrayList<>(reply.size());
    reply.forEach(id -> ids.add(id.toString()));
    return ids;
  }

  /** Removes a session. */
  Future<Void> remove(SessionRecord session) {
    return run(session.tenant(), List.of(idleMillis, "0", Long.toString(MOST_BYTES), member(session), GONE, "", "")).mapEmpty();
  }

  private static String member(SessionRecord session) {
    return session.owner() + ' ' + session.id();
  }
}
