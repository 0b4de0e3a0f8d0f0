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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Write-behind of the last use of keys and of tokens' accounts, to the minute: at most one write a minute for each. */
final class LastUse {

  static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String SECONDS_KEPT = Long.toString(400L * 24 * 3600);
  /** The maximum number of keys recorded in one minute. */
  private static final int MOST = 100_000;
  private static final int AT_ONCE = 500;

  private final RedisLink link;
  private final RedisKeys keys;
  /** The minute of the last use by key id, and whether it has been written. */
  private final Map<String, Use> uses = new ConcurrentHashMap<>();

  private record Use(long minute, boolean written) {
  }

  LastUse(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  void note(String keyId, long epochMillis) {
    long minute = epochMillis / 60_000;
    Use last = uses.get(keyId);
    boolean known = last == null ? uses.size() >= MOST : last.minute >= minute;
    if (!known) {
      uses.put(keyId, new Use(minute, false));
    }
  }

  /** Writes new entries, and removes written ones of past minutes. */
  Future<Void> write(long epochMillis) {
    long minute = epochMillis / 60_000;
    uses.values().removeIf(use -> use.written && use.minute < minute);
    List<Future<?>> writes = new ArrayList<>();
    for (Map.Entry<String, Use> entry : uses.entrySet()) {
      if (!entry.getValue().written) {
        writes.add(write(entry.getKey(), entry.getValue()));
      }
      if (writes.size() == AT_ONCE) {
        break;
      }
    }
    return Future.join(writes).mapEmpty();
  }

  private Future<?> write(String keyId, Use use) {
    Request set = Request.cmd(Command.SET).arg(keys.seen(keyId)).arg(MINUTE.format(Instant.ofEpochSecond(60 * use.minute)))
        .arg("EX").arg(SECONDS_KEPT);
    return link.send(set).onSuccess(done -> uses.replace(keyId, use, new Use(use.minute, true)));
  }

  /** The number of unwritten entries. */
  long pending() {
    return uses.values().stream().filter(use -> !use.written).count();
  }
}
