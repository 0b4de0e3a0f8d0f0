package dev.gatehouse.redis.session;

import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.redis.RedisKeys;
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
import java.util.concurrent.TimeUnit;
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
  private static final int AT_ONCE = 500;

  private final RedisLink link;
  private final RedisKeys keys;
  private final SessionLives lives;
  private final BiFunction<String, List<News>, Future<Excess>> index;
  private final Consumer<Excess> excess;
  /** When the last use was noted, by session. */
  private final Map<String, Long> noted = new ConcurrentHashMap<>();
  private final Map<String, News> unwritten = new ConcurrentHashMap<>();
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
      add(new News(session, true, null, null));
    }
  }

  /** Its log takes so many bytes now. */
  void log(SessionRecord session, long bytes) {
    add(new News(session, false, bytes, null));
  }

  /** Its record takes so many bytes beyond the usual ones. */
  void record(SessionRecord session, long bytes) {
    add(new News(session, false, null, bytes));
  }

  private void add(News news) {
    if (unwritten.size() < MOST || unwritten.containsKey(news.session().id())) {
      unwritten.merge(news.session().id(), news, News::and);
    }
  }

  /** It has ended. */
  void forget(String id) {
    noted.remove(id);
    unwritten.remove(id);
  }

  /** Writes all that is noted; what Redis does not take is written later. */
  Future<Void> write() {
    sweep();
    List<News> batch = new ArrayList<>();
    for (Iterator<String> next = unwritten.keySet().iterator(); next.hasNext() && batch.size() < AT_ONCE;) {
      News news = unwritten.remove(next.next());
      if (news != null) {
        batch.add(news);
      }
    }
    return batch.isEmpty() ? Future.succeededFuture()
        : write(batch).onFailure(cause -> batch.forEach(this::addAgain)).compose(written -> write());
  }

  private void addAgain(News news) {
    if (unwritten.size() < MOST) {
      unwritten.merge(news.session().id(), news, (later, earlier) -> earlier.and(later));
    }
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

  int pending() {
    return unwritten.size();
  }

  /** How long sessions live, and how often their last use is written. */
  record SessionLives(long idleMillis) {

    private static final long BOUND_MILLIS = 60_000;
    private static final long BOUND_INTERVAL_MILLIS = 15_000;
    private static final long LONGEST_INTERVAL_MILLIS = 60_000;
    private static final long LONGEST_TICK_MILLIS = 1_000;

    private long intervalMillis() {
      return Math.max(1, Math.min(idleMillis / 10, LONGEST_INTERVAL_MILLIS));
    }

    long intervalNanos() {
      return TimeUnit.MILLISECONDS.toNanos(intervalMillis());
    }

    long intervalNanos(SessionRecord session) {
      return session.bound() ? Math.min(intervalNanos(), TimeUnit.MILLISECONDS.toNanos(BOUND_INTERVAL_MILLIS)) : intervalNanos();
    }

    /** How often the batches are written. */
    long tickMillis() {
      return Math.max(20, Math.min(intervalMillis(), LONGEST_TICK_MILLIS));
    }

    /** The time to live from the last use that is written; a later one may be up to an interval old, and waits for its batch. */
    long millis(SessionRecord session) {
      return session.bound() ? BOUND_MILLIS : longest();
    }

    long longest() {
      return idleMillis + intervalMillis() + 2 * tickMillis();
    }
  }
}
