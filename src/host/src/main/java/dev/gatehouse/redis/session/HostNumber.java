package dev.gatehouse.redis.session;

import dev.gatehouse.mcp.legacy.SessionStore;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The number of this host among all, and the sign of life by which others know that it runs. */
final class HostNumber {

  private static final Logger LOG = LoggerFactory.getLogger(HostNumber.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  /** How long a host counts as running after its last sign. */
  private static final long LIVES_MILLIS = 5_000;
  private static final int MOST_TRIES = 16;

  private final RedisLink link;
  private final RedisKeys keys;
  private final String version;
  /** What is being looked up: any number of streams may wait for the same host. */
  private final Map<Integer, Future<Boolean>> asked = new ConcurrentHashMap<>();
  private volatile int number;

  HostNumber(RedisLink link, RedisKeys keys, String version) {
    this.link = link;
    this.keys = keys;
    this.version = version;
  }

  int number() {
    return number;
  }

  /** Takes the next number that no running host has. When Redis refuses, it takes one at random. */
  Future<Void> take() {
    return take(MOST_TRIES).recover(cause -> {
      number = 1 + RANDOM.nextInt(SessionStore.MOST_HOSTS);
      LOG.warn("this host has no number of its own from Redis, and takes {}: {}", number, cause.getMessage());
      return Future.succeededFuture();
    });
  }

  private Future<Void> take(int tries) {
    return link.send(Request.cmd(Command.INCR).arg(keys.hostNumber()), SessionRecords.PURPOSE).compose(next -> {
      int candidate = 1 + (int) Math.floorMod(next.toLong() - 1, (long) SessionStore.MOST_HOSTS);
      return link.send(sign(candidate).arg("NX"), SessionRecords.PURPOSE).compose(set -> {
        if (set == null) {
          return tries > 1 ? take(tries - 1) : Future.failedFuture("the next " + MOST_TRIES + " numbers are those of running hosts");
        }
        number = candidate;
        return Future.succeededFuture();
      });
    });
  }

  private Request sign(int host) {
    return Request.cmd(Command.SET).arg(keys.host(host)).arg(version).arg("PX").arg(LIVES_MILLIS);
  }

  /** Renews the sign of life of a host that has a number; to be called each second. */
  Future<Void> renew() {
    return number == 0 ? Future.succeededFuture() : link.send(sign(number), SessionRecords.PURPOSE).mapEmpty();
  }

  /** Takes the sign of life away. */
  Future<Void> leave() {
    return link.send(Request.cmd(Command.DEL).arg(keys.host(number)), SessionRecords.PURPOSE).mapEmpty();
  }

  Future<Boolean> isRunning(int host) {
    if (host == number) {
      return Future.succeededFuture(true);
    }
    Future<Boolean> under = asked.get(host);
    return under == null ? look(host) : under;
  }

  private Future<Boolean> look(int host) {
    Future<Boolean> running = link.send(Request.cmd(Command.EXISTS).arg(keys.host(host)), SessionRecords.PURPOSE)
        .map(found -> found.toInteger() == 1);
    asked.put(host, running);
    return running.onComplete(done -> asked.remove(host, running));
  }
}
