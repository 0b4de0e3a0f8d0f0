package dev.gatehouse.redis;

import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One held connection on one event loop. A verticle, because that is how Vert.x spreads things over its loops and gives each a
 * context that outlives any request.
 *
 * <p>A connection of the client that is cut is dead for good, and closing it only hands it back to its pool. So each connection
 * has a client of its own, and closing that client really closes the socket.
 */
final class RedisLane extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLane.class);
  private static final long FIRST_BACKOFF_MILLIS = 50;
  private static final long LAST_BACKOFF_MILLIS = 1000;
  private static final long OPEN_MILLIS = 2000;
  /** Even the last attempt of a start gets this long. */
  private static final long SHORTEST_OPEN_MILLIS = 250;
  /** Answers that waiting does not change; a Redis that is still loading its data, for one, says something else. */
  private static final List<String> REFUSALS = List.of("WRONGPASS", "NOAUTH", "NOPERM", "ERR");
  /** More unanswered commands than this on one connection, and the next one fails as if Redis were away. */
  private static final int MAX_IN_FLIGHT = 16_384;

  private final RedisUrl url;
  private final long commandMillis;
  private final long startDeadline;
  private final Predicate<RedisLane> claim;
  private volatile Held held;
  /** Why the start has not succeeded so far; that the last attempt ran out of time says less than what went before. */
  private Throwable startFailure;
  private long backoff = FIRST_BACKOFF_MILLIS;
  private boolean stopped;

  private record Held(Redis client, RedisConnection connection) {
  }

  /**
   * A lane, not yet open.
   *
   * @param startDeadline in the terms of {@link System#nanoTime()}
   * @param claim answers false when the event loop it runs on has a lane already; this one stays closed then
   */
  RedisLane(RedisUrl url, Duration commandTimeout, long startDeadline, Predicate<RedisLane> claim) {
    this.url = url;
    this.commandMillis = commandTimeout.toMillis();
    this.startDeadline = startDeadline;
    this.claim = claim;
  }

  @Override
  public Future<?> start() {
    return claim.test(this) ? openInTime() : Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    Held last = held;
    held = null;
    return last == null ? Future.succeededFuture() : last.client().close();
  }

  Future<Response> send(Request request) {
    Held now = held;
    if (now == null) {
      return Future.failedFuture(unavailable("is not connected", request, null));
    }
    return now.connection().send(request)
        .timeout(commandMillis, TimeUnit.MILLISECONDS)
        .recover(cause -> failed(now, request, cause));
  }

  private Future<Response> failed(Held now, Request request, Throwable cause) {
    if (cause instanceof TimeoutException) {
      // A half-open connection looks just like this and would stay so for minutes; a slow Redis loses nothing by it.
      giveUp(now, "no answer for " + commandMillis + " ms");
      return Future.failedFuture(unavailable("did not answer within " + commandMillis + " ms", request, null));
    }
    boolean answered = RedisErrors.answer(cause) != null;
    if (!answered && !now.connection().pendingQueueFull()) {
      giveUp(now, cause.getMessage());
    }
    return Future.failedFuture(unavailable("failed, " + cause.getMessage() + ',', request, cause));
  }

  private void giveUp(Held now, String why) {
    context.runOnContext(v -> lose(now, why));
  }

  private StoreUnavailableException unavailable(String what, Request request, Throwable cause) {
    return new StoreUnavailableException("Redis at " + url.address() + ' ' + what + " when asked: " + request.command(), cause);
  }

  private Future<Void> openInTime() {
    long left = TimeUnit.NANOSECONDS.toMillis(startDeadline - System.nanoTime());
    return open(Math.max(SHORTEST_OPEN_MILLIS, Math.min(left, OPEN_MILLIS))).recover(this::openAgainInTime);
  }

  private Future<Void> openAgainInTime(Throwable cause) {
    if (startFailure == null || !(cause instanceof TimeoutException)) {
      startFailure = cause;
    }
    if (isRefusal(cause) || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff) > startDeadline) {
      return Future.failedFuture(new RedisStartException(
          "cannot use Redis at " + url.address() + " (redis.url): " + reason(startFailure)));
    }
    return pause().compose(v -> openInTime());
  }

  private static boolean isRefusal(Throwable cause) {
    boolean certificate = cause instanceof GeneralSecurityException || cause.getCause() instanceof GeneralSecurityException;
    return certificate || RedisErrors.answer(cause) != null && REFUSALS.stream().anyMatch(RedisErrors.answer(cause)::is);
  }

  private Future<Void> open(long millis) {
    Redis client = Redis.createClient(vertx, options(url, MAX_IN_FLIGHT));
    return client.connect()
        .compose(connection -> check(new Held(client, connection)))
        .timeout(millis, TimeUnit.MILLISECONDS)
        .onSuccess(this::hold)
        .onFailure(cause -> client.close())
        .mapEmpty();
  }

  /** A server that wants a password greets without one and refuses only the first command. */
  private Future<Held> check(Held fresh) {
    fresh.connection().endHandler(v -> lose(fresh, "connection closed"));
    fresh.connection().exceptionHandler(cause -> lose(fresh, String.valueOf(cause.getMessage())));
    return fresh.connection().send(Request.cmd(Command.PING)).map(fresh)
        .recover(cause -> RedisErrors.isFullDisk(cause) ? Future.succeededFuture(fresh) : Future.failedFuture(cause));
  }

  private void hold(Held fresh) {
    backoff = FIRST_BACKOFF_MILLIS;
    if (stopped) {
      fresh.client().close();
    } else {
      held = fresh;
    }
  }

  private void lose(Held lost, String why) {
    if (held != lost) {
      return;
    }
    held = null;
    lost.client().close();
    LOG.warn("lost a connection to Redis at {}: {}", url.address(), why);
    reopen();
  }

  private void reopen() {
    if (!stopped) {
      pause().compose(v -> open(OPEN_MILLIS))
          .onSuccess(v -> LOG.info("connected to Redis at {} again", url.address()))
          .onFailure(cause -> reopen());
    }
  }

  private Future<Void> pause() {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(backoff, id -> over.complete());
    backoff = Math.min(2 * backoff, LAST_BACKOFF_MILLIS);
    return over.future();
  }

  /** How a client for one held connection is to be. */
  static RedisOptions options(RedisUrl url, int mostInFlight) {
    return new RedisOptions()
        .setConnectionString(url.connectionString())
        .setMaxWaitingHandlers(mostInFlight)
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setPoolCleanerInterval(-1)
        .setNetClientOptions(new NetClientOptions()
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setConnectTimeout((int) OPEN_MILLIS)
            .setHostnameVerificationAlgorithm("HTTPS"));
  }

  private static String reason(Throwable cause) {
    return cause instanceof TimeoutException ? "no answer" : cause.getMessage();
  }
}
