package dev.gatehouse.redis.connection;

import dev.gatehouse.redis.connection.RedisConnector.Held;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection for client-side caching: RESP3 and {@code CLIENT TRACKING} in broadcast mode, so that Redis pushes every change of a
 * record. A half-open connection is as silent as an idle one, so a health check runs four times a second; a second without an answer closes
 * the connection.
 *
 * <p>The client gives a push that arrives while a command is unanswered to the push handler, but takes that command for answered, and
 * hands its reply to the push handler later. So there is one PING at a time, and whatever is no push is its answer.
 */
public final class Tracking extends VerticleBase implements Masters.Guest {

  /** Receives the events of the connection, on its event loop. */
  public interface Listener {

    /** Tracking is active: every change is pushed from now on. */
    void tracked(TrackingEpoch period);

    /** Records were changed, created or deleted. */
    void changed(List<String> names);

    /** The database was flushed. */
    void flushed();

    /** Tracking is lost: changes are not pushed any more. */
    void lost();

    /** Whether anything depends on this connection; if not, nobody is told that it is lost. */
    default boolean isNeeded() {
      return true;
    }

    /** Tracking is still active. */
    default void heard() {
      // For those who watch several.
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);
  private static final int MOST_IN_FLIGHT = 16;
  private static final long PING_MILLIS = 250;
  private static final long OPEN_MILLIS = 2000;
  /** At its start a host has one try, and Redis has just answered. */
  private static final long START_MILLIS = 10_000;
  private static final long FIRST_BACKOFF_MILLIS = 20;

  /** Every n-th health check also verifies that this is still a Redis to be trusted. */
  private static final int LOOK_EVERY = 4;

  private final String address;
  private final Masters masters;
  private final String silent;
  private final RedisProblems problems;
  private final List<String> prefixes;
  private final Listener listener;
  private @Nullable Redis client;
  private @Nullable RedisConnection connection;
  private @Nullable RedisEndpoint server;
  private @Nullable TrackingEpoch period;
  private boolean unanswered;
  private int asks;
  private long pingNanos;
  private final Backoff backoff = new Backoff(FIRST_BACKOFF_MILLIS);
  private boolean stopped;
  private long timer = -1;

  /**
   * Tracks one server.
   *
   * @param address as messages name it
   * @param silent what its problem is called, as the end of a sentence
   * @param prefixes of the names of the records
   */
  public Tracking(String address, String silent, Masters masters, RedisProblems problems, List<String> prefixes, Listener listener) {
    this.address = address;
    this.silent = silent;
    this.masters = masters;
    this.problems = problems;
    this.prefixes = prefixes;
    this.listener = listener;
  }

  @Override
  public Future<?> start() {
    masters.add(this);
    return open(START_MILLIS)
        .onSuccess(v -> begin())
        .recover(cause -> Future.failedFuture(new RedisStartException(
            "cannot have Redis at " + address + " (redis.url) tell of changes by CLIENT TRACKING: " + masters.reason(cause))));
  }

  private void begin() {
    timer = vertx.setPeriodic(PING_MILLIS, tick -> ping());
  }

  /** Opens in the background, as often as it takes. */
  public void startLater() {
    masters.add(this);
    begin();
    open(OPEN_MILLIS).onFailure(this::notYet);
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    masters.remove(this);
    Redis last = client;
    forget();
    return last == null ? Future.succeededFuture() : last.close();
  }

  private Future<Void> open(long millis) {
    long began = System.nanoTime();
    return new RedisConnector(vertx, masters).open(MOST_IN_FLIGHT, millis)
        .compose(opened -> track(opened, Math.max(1, millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)))
            .onFailure(cause -> opened.client().close()));
  }

  private Future<Void> track(Held fresh, long millis) {
    RedisConnection opened = fresh.connection();
    Request tracking = Request.cmd(Command.CLIENT).arg("TRACKING").arg("ON").arg("BCAST");
    prefixes.forEach(prefix -> tracking.arg("PREFIX").arg(prefix));
    long asked = System.nanoTime();
    // Set before the reply arrives: a push may follow it at once. Nobody relies yet on what comes before hold().
    opened.handler(message -> heard(opened, message));
    // What is read from a master that was replaced must not be taken for tracked, so first all connections leave that one.
    // What is held must not be given up as late.
    return opened.send(tracking).compose(on -> masters.settled()).timeout(millis, TimeUnit.MILLISECONDS)
        .compose(settled -> hold(fresh, asked));
  }

  private Future<Void> hold(Held fresh, long asked) {
    RedisConnection opened = fresh.connection();
    if (stopped) {
      return fresh.client().close();
    }
    if (!masters.isCurrent(fresh.server())) {
      return Future.failedFuture(NoMasterException.replaced(fresh.server()));
    }
    opened.endHandler(v -> lose(opened, "connection closed"));
    opened.exceptionHandler(cause -> lose(opened, OpenFailure.reason(cause)));
    client = fresh.client();
    connection = opened;
    server = fresh.server();
    unanswered = false;
    period = new TrackingEpoch(asked);
    problems.end(silent);
    listener.tracked(period);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> leave() {
    Promise<Void> left = Promise.promise();
    context.runOnContext(v -> {
      RedisConnection now = connection;
      if (now != null && server != null && !masters.isCurrent(server)) {
        lose(now, OpenFailure.reason(NoMasterException.replaced(server)));
      }
      left.complete();
    });
    return left.future();
  }

  private void ping() {
    RedisConnection asked = connection;
    TrackingEpoch epoch = period;
    if (asked == null || epoch == null) {
      return;
    }
    if (!epoch.isLive()) {
      lose(asked, "no answer for a second");
    } else if (!unanswered) {
      unanswered = true;
      pingNanos = System.nanoTime();
      asked.send(Request.cmd(++asks % LOOK_EVERY == 0 ? Command.INFO : Command.PING))
          .onSuccess(answer -> answered(asked, answer))
          .onFailure(cause -> refused(asked, cause));
    }
  }

  /** A Redis whose disk is full answers PING with an error only, and still pushes changes. */
  private void refused(RedisConnection asked, Throwable cause) {
    if (RedisErrors.isFullDisk(cause)) {
      answered(asked, null);
    } else {
      lose(asked, OpenFailure.reason(cause));
    }
  }

  private void answered(RedisConnection asked, @Nullable Response answer) {
    if (asked != connection || period == null) {
      return;
    }
    unanswered = false;
    backoff.reset();
    period.heard(pingNanos);
    listener.heard();
    if (answer != null && answer.type() == ResponseType.BULK && server != null) {
      masters.verify(server, answer.toString()).onFailure(cause -> lose(asked, OpenFailure.reason(cause)));
    }
  }

  private void heard(RedisConnection from, @Nullable Response message) {
    if (from != connection) {
      return;
    }
    if (message == null || message.type() != ResponseType.PUSH) {
      answered(from, message);
    } else if ("invalidate".equals(message.get(0).toString())) {
      invalidated(message.get(1));
    }
  }

  private void invalidated(@Nullable Response names) {
    if (names == null) {
      listener.flushed();
      return;
    }
    List<String> changed = new ArrayList<>(names.size());
    names.forEach(name -> changed.add(name.toString()));
    listener.changed(changed);
  }

  private void lose(RedisConnection lost, String why) {
    if (connection != lost) {
      return;
    }
    Redis dead = client;
    forget();
    if (dead != null) {
      dead.close();
    }
    if (listener.isNeeded()) {
      LOG.warn("lost the invalidation connection to Redis at {}: {}; until it is back, each request reads its key from Redis", address,
          why);
    }
    listener.lost();
    reopen();
  }

  private void forget() {
    if (period != null) {
      period.end();
    }
    period = null;
    connection = null;
    client = null;
  }

  private void reopen() {
    vertx.setTimer(backoff.nextMillis(), tick -> {
      if (!stopped) {
        open(OPEN_MILLIS)
            .onSuccess(v -> toldAgain())
            .onFailure(this::notYet);
      }
    });
  }

  private void toldAgain() {
    if (listener.isNeeded()) {
      LOG.info("receives invalidations from Redis at {} again", address);
    }
  }

  /** Open calls must be re-authorised by polling until changes are pushed again. */
  private void notYet(Throwable cause) {
    if (listener.isNeeded()) {
      problems.begin(silent, masters.reason(cause));
    }
    listener.lost();
    reopen();
  }
}
