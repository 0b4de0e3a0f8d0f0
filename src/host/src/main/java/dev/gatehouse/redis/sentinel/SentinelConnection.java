package dev.gatehouse.redis.sentinel;

import dev.gatehouse.redis.connection.NoMasterException;
import dev.gatehouse.redis.connection.OpenFailure;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.connection.RedisErrors;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one Sentinel. It is opened when it is needed and kept while the Sentinel answers. Confined to the event loop of {@link
 * SentinelWatch}.
 */
final class SentinelConnection {

  private static final Command SENTINEL = Command.create("SENTINEL");
  private static final int OPEN_MILLIS = 2_000;
  private static final long ANSWER_MILLIS = 1_000;
  private static final int MOST_IN_FLIGHT = 16;

  private final Vertx vertx;
  private final RedisEndpoint url;
  private final String master;
  private final SentinelEvents events;
  private @Nullable Redis client;
  private @Nullable RedisConnection connection;
  private @Nullable Future<SentinelAnswer> asked;
  private @Nullable SentinelAnswer answer;
  private @Nullable Throwable failure;
  private int failures;

  /**
   * A connection that is not open yet.
   *
   * @param master the name under which the Sentinel watches the master
   * @param listener hears of fail-overs
   */
  SentinelConnection(Vertx vertx, RedisEndpoint url, String master, SentinelEvents.Listener listener) {
    this.vertx = vertx;
    this.url = url;
    this.master = master;
    this.events = new SentinelEvents(vertx, url, master, SentinelEvents.CONFIRM_MILLIS, listener);
  }

  /** Asks for the master; one question at a time. Its outcome is what the other methods tell then. */
  Future<SentinelAnswer> ask() {
    Future<SentinelAnswer> now = asked;
    if (now != null) {
      return now;
    }
    Promise<SentinelAnswer> promise = Promise.promise();
    asked = promise.future();
    open().compose(this::question).onComplete((told, cause) -> {
      asked = null;
      note(told, cause);
      promise.complete(told, cause);
    });
    return promise.future();
  }

  private void note(@Nullable SentinelAnswer told, @Nullable Throwable cause) {
    answer = told;
    failure = cause;
    failures = cause == null ? 0 : failures + 1;
    if (cause == null) {
      events.open();
    } else {
      close();
    }
  }

  private Future<RedisConnection> open() {
    return connection != null ? Future.succeededFuture(connection) : url.options(vertx, MOST_IN_FLIGHT, OPEN_MILLIS).compose(options -> {
      client = Redis.createClient(vertx, options);
      return client.connect().timeout(OPEN_MILLIS, TimeUnit.MILLISECONDS);
    }).onSuccess(this::hold);
  }

  private void hold(RedisConnection opened) {
    connection = opened;
    opened.exceptionHandler(cause -> lose(opened));
    opened.endHandler(v -> lose(opened));
  }

  private void lose(RedisConnection lost) {
    if (connection == lost) {
      disconnect();
    }
  }

  private Future<SentinelAnswer> question(RedisConnection on) {
    // Without the epochs, a Sentinel that missed a fail-over would count as much as the others.
    Future<Response> epoch = on.send(Request.cmd(SENTINEL).arg("MASTER").arg(master))
        .recover(cause -> RedisErrors.isReply(cause, "NOPERM") ? Future.failedFuture(cause) : Future.succeededFuture());
    return on.send(Request.cmd(SENTINEL).arg("GET-MASTER-ADDR-BY-NAME").arg(master))
        .compose(address -> address == null ? unknown() : epoch.map(details -> answer(address, details)))
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Future<SentinelAnswer> unknown() {
    return Future.failedFuture(new NoMasterException("watches no master named " + master, true));
  }

  private static SentinelAnswer answer(Response address, @Nullable Response details) {
    Response epoch = details == null ? null : details.get("config-epoch");
    return new SentinelAnswer(SentinelAnswer.server(address.get(0).toString(), address.get(1).toInteger()),
        epoch == null ? 0 : epoch.toLong());
  }

  boolean isAsking() {
    return asked != null;
  }

  /** Whether nothing is to be waited for: it has answered or failed, or it failed before and may hang. */
  boolean isSettled() {
    return asked == null || failures > 0;
  }

  /** The last answer; null when it failed. */
  @Nullable
  SentinelAnswer answer() {
    return answer;
  }

  /** How often in a row it has failed. */
  int failures() {
    return failures;
  }

  /** Why it failed; null when it did not. */
  @Nullable
  Throwable failure() {
    return failure;
  }

  /** The address and why it failed, for an operator. */
  String complaint() {
    return url.address() + ": " + (failure == null ? "no answer" : reason(failure));
  }

  private static String reason(Throwable failure) {
    if (RedisErrors.isReply(failure, "NOPERM")) {
      return failure.getMessage() + " (the Sentinels' user needs +sentinel|master and +sentinel|get-master-addr-by-name)";
    }
    boolean refused = RedisErrors.isReply(failure, "WRONGPASS") || RedisErrors.isReply(failure, "NOAUTH");
    return refused ? failure.getMessage() + " (?sentinelUser=…&sentinelPassword=… in redis.url are for the Sentinels)"
        : RedisErrors.isReply(failure, "unknown command") ? "is no Sentinel" : OpenFailure.reason(failure);
  }

  void close() {
    events.close();
    disconnect();
  }

  private void disconnect() {
    Redis last = client;
    client = null;
    connection = null;
    if (last != null) {
      last.close();
    }
  }
}
