package dev.gatehouse.redis.audit;

import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Write-behind of the last use of keys and of tokens' accounts, to the minute: at most one write a minute for each. */
public final class LastUse {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String SECONDS_KEPT = Long.toString(400L * 24 * 3600);
  /** The maximum number of keys recorded in one minute. */
  private static final int MOST = 100_000;
  private static final int AT_ONCE = 500;

  private final RedisLink link;
  private final RedisKeys keys;
  /** The minute of the last use that is noted, by key id: what is written already, too, until the minute is over. */
  private final Map<String, Long> uses = new ConcurrentHashMap<>();
  /** Those of them that are not written yet. */
  private final Map<String, Long> unwritten = new ConcurrentHashMap<>();
  private volatile long swept;
  /** Where the next write goes on, so that some keys whose writes fail do not keep those of all others from their turn. */
  private Iterator<String> place = Collections.emptyIterator();

  /** Formats a time as Redis holds the last use: {@code 2026-07-28T10:00Z}. */
  public static String minute(Instant at) {
    return MINUTE.format(at);
  }

  LastUse(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  void note(String keyId, long epochMillis) {
    long minute = epochMillis / 60_000;
    Long last = uses.get(keyId);
    boolean known = last == null ? uses.size() >= MOST : last >= minute;
    if (!known) {
      unwritten.put(keyId, minute);
      uses.put(keyId, minute);
    }
  }

  /** Writes new entries, and once a minute removes written ones of past minutes. */
  Future<Void> write(long epochMillis) {
    long minute = epochMillis / 60_000;
    if (swept != minute) {
      swept = minute;
      uses.entrySet().removeIf(use -> use.getValue() < minute && !unwritten.containsKey(use.getKey()));
    }
    List<Future<?>> writes = new ArrayList<>();
    if (!place.hasNext() || unwritten.size() <= AT_ONCE) {
      place = unwritten.keySet().iterator();
    }
    while (place.hasNext() && writes.size() < AT_ONCE) {
      String keyId = place.next();
      Long its = unwritten.get(keyId);
      if (its != null) {
        writes.add(write(keyId, its, minute));
      }
    }
    return Future.join(writes).mapEmpty();
  }

  private Future<?> write(String keyId, Long minute, long now) {
    Request set = Request.cmd(Command.SET).arg(keys.seen(keyId)).arg(minute(Instant.ofEpochSecond(60 * minute)))
        .arg("EX").arg(SECONDS_KEPT);
    return link.send(set).onSuccess(done -> written(keyId, minute, now));
  }

  /** The key may have been used again meanwhile. */
  private void written(String keyId, Long minute, long now) {
    unwritten.remove(keyId, minute);
    if (minute < now) {
      uses.remove(keyId, minute);
    }
  }

  /** The number of unwritten entries. */
  long pending() {
    return unwritten.size();
  }
}
