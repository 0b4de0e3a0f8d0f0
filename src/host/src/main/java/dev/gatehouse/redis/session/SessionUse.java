package dev.gatehouse.redis.session;

import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import dev.gatehouse.redis.session.SessionIndex.Excess;
import dev.gatehouse.redis.session.SessionIndex.News;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Write-behind of sessions' last use and of the bytes of their logs: what is noted goes to Redis in pipelined batches, last use of each
 * session once in an interval. Any thread notes, one event loop writes.
 */
final class SessionUse {

  /** The maximum of sessions whose last use is remembered, and of those that wait to be written. */
  private static final int MOST = 100_000;
  /** In one batch, which is a script of some hundred microseconds. */
  private static final int AT_ONCE = 100;

  private final RedisLink link;
  private final RedisKeys keys;
  private final SessionLives lives;
  private final BiFunction<String, List<News>, Future<Excess>> index;
  private final Consumer<Excess> excess;
  /** When the last use was noted, by session. */
  private final Map<String, Long> noted = new ConcurrentHashMap<>();
  private final Map<String, News> unwritten = new ConcurrentHashMap<>();
  /** Of logs that have grown: written now and then, for they are appended to more often than sessions are used. */
  private final Map<String, News> logs = new ConcurrentHashMap<>();
  private long sweptNanos = System.nanoTime();

  /**
   * Nothing yet.
   *
   * @param index writes what is new of one tenant's sessions
   * @param excess takes what exceeds the bounds then
   */
  SessionUse(RedisLink link, RedisKeys keys, SessionLives lives, BiFunction<String, List<News>, Future<Excess>> index,
      Consumer<Excess> excess) {
    this.link = link;
    this.keys = keys;
    this.lives = lives;
    this.index = index;
    this.excess = excess;
  }

  /** It was used now. */
  void used(SessionRecord session) {
    long now = System.nanoTime();
    Long last = noted.get(session.id());
    if (last == null || now - last > lives.intervalNanos(session)) {
      noted.put(session.id(), now);
      add(unwritten, new News(session, true, null, null));
    }
  }

  /** Its log takes so many bytes now. */
  void log(SessionRecord session, long bytes) {
    add(logs, new News(session, false, bytes, null));
  }

  /** Its record takes so many bytes beyond the usual ones. */
  void record(SessionRecord session, long bytes) {
    add(unwritten, new News(session, false, null, bytes));
  }

  private static void add(Map<String, News> to, News news) {
    if (to.size() < MOST || to.containsKey(news.session().id())) {
      to.merge(news.session().id(), news, News::and);
    }
  }

  /** It has ended. */
  void forget(String id) {
    noted.remove(id);
    unwritten.remove(id);
    logs.remove(id);
  }

  /** Writes the last use that is noted by now. While Redis says nothing it stays noted; what Redis refuses is not tried again. */
  Future<Void> write() {
    sweep();
    return write(unwritten.size());
  }

  /** Writes the sizes of logs, too. */
  Future<Void> writeAll() {
    for (Iterator<News> next = logs.values().iterator(); next.hasNext();) {
      News news = next.next();
      if (logs.remove(news.session().id(), news)) {
        add(unwritten, news);
      }
    }
    return write();
  }

  private Future<Void> write(int most) {
    List<News> batch = take(Math.min(most, AT_ONCE));
    return batch.isEmpty() ? Future.succeededFuture()
        : write(batch).recover(cause -> later(batch, cause)).compose(written -> write(most - batch.size()));
  }

  private List<News> take(int most) {
    List<News> batch = new ArrayList<>();
    for (Iterator<String> next = unwritten.keySet().iterator(); next.hasNext() && batch.size() < most;) {
      News news = unwritten.remove(next.next());
      if (news != null) {
        batch.add(news);
      }
    }
    return batch;
  }

  private Future<Void> later(List<News> batch, Throwable cause) {
    if (!RedisErrors.isSilence(cause)) {
      return Future.succeededFuture();
    }
    batch.stream().filter(news -> unwritten.size() < MOST)
        .forEach(news -> unwritten.merge(news.session().id(), news, (newer, older) -> older.and(newer)));
    return Future.failedFuture(cause);
  }

  private Future<Void> write(List<News> batch) {
    List<Future<Boolean>> alive = batch.stream().map(news -> news.used() ? prolong(news.session()) : Future.succeededFuture(true)).toList();
    return Future.join(alive).compose(prolonged -> {
      Map<String, List<News>> byTenant = new HashMap<>();
      for (int i = 0; i < batch.size(); i++) {
        if (alive.get(i).result()) {
          byTenant.computeIfAbsent(batch.get(i).session().tenant(), tenant -> new ArrayList<>()).add(batch.get(i));
        }
      }
      return Future.join(byTenant.entrySet().stream()
          .map(entry -> index.apply(entry.getKey(), entry.getValue()).onSuccess(excess::accept)).toList()).mapEmpty();
    });
  }

  /** Whether the session is there. */
  private Future<Boolean> prolong(SessionRecord session) {
    String millis = Long.toString(lives.millis(session));
    Future<@Nullable Response> hash = expire(keys.session(session.id()), millis);
    expire(keys.events(session.id()), millis);
    expire(keys.logBytes(session.id()), millis);
    return hash.map(there -> there != null && there.toInteger() == 1);
  }

  private Future<@Nullable Response> expire(String key, String millis) {
    return link.send(Request.cmd(Command.PEXPIRE).arg(key).arg(millis), SessionRecords.PURPOSE);
  }

  private void sweep() {
    long now = System.nanoTime();
    if (now - sweptNanos > lives.intervalNanos() || noted.size() > MOST) {
      sweptNanos = now;
      boolean full = noted.size() > MOST;
      noted.values().removeIf(nanos -> full || now - nanos > lives.intervalNanos());
    }
  }
}
