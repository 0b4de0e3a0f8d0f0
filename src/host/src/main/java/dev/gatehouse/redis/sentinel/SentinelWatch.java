package dev.gatehouse.redis.sentinel;

import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.Masters;
import dev.gatehouse.redis.connection.NoMasterException;
import dev.gatehouse.redis.connection.OpenFailure;
import dev.gatehouse.redis.connection.RedisChecks;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.connection.RedisProblems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all Sentinels for the master: before each connection, when one of them tells of a fail-over, and twice a second, since an event may be
 * missed. When the master changes, or is about to, every connection leaves it, although it may still answer.
 *
 * <p>The client for Sentinels in Vert.x is not used: it has one password for Redis and Sentinels, takes the answer of the first Sentinel,
 * also of one that missed a fail-over, and waits for a silent one without a bound.
 */
public final class SentinelWatch implements Masters, SentinelEvents.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(SentinelWatch.class);
  private static final long ASK_EVERY_MILLIS = 500;
  /** A fail-over that has not named another master by then has come to nothing. */
  private static final long REPLACED_MILLIS = 5_000;
  /** A single failure may be a pause of this machine. */
  private static final int MANY_FAILURES = 3;
  private static final String NONE = "has no Sentinel that names its master";
  private static final String FEWER = "cannot reach a Sentinel";

  private final Vertx vertx;
  private final RedisEndpoint url;
  private final RedisProblems problems;
  private final List<SentinelConnection> sentinels;
  private final List<Guest> guests = new CopyOnWriteArrayList<>();
  private volatile @Nullable SentinelAnswer current;
  /** The master that is being replaced. */
  private volatile @Nullable SentinelAnswer leaving;
  private volatile @Nullable Context context;
  private volatile @Nullable String deployment;
  /** The last master that was warned of. */
  private final AtomicReference<Server> unguarded = new AtomicReference<>();
  private volatile boolean warning;
  private @Nullable Future<RedisEndpoint> asking;

  public SentinelWatch(Vertx vertx, RedisEndpoint url, RedisProblems problems) {
    this.vertx = vertx;
    this.url = url;
    this.problems = problems;
    this.sentinels = url.location().servers().stream()
        .map(server -> new SentinelConnection(vertx, url.atSentinel(server), master(), this)).toList();
  }

  private String master() {
    return Objects.requireNonNull(url.location().master());
  }

  /** Owns the event loop and the timer. */
  private final class Rhythm extends VerticleBase {

    @Override
    public Future<?> start() {
      SentinelWatch.this.context = context;
      vertx.setPeriodic(ASK_EVERY_MILLIS, tick -> ask());
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      sentinels.forEach(SentinelConnection::close);
      return Future.succeededFuture();
    }
  }

  @Override
  public Future<Void> start() {
    return vertx.deployVerticle(new Rhythm()).onSuccess(id -> deployment = id).mapEmpty();
  }

  @Override
  public Future<Void> stop() {
    String id = deployment;
    deployment = null;
    return id == null ? Future.succeededFuture() : vertx.undeploy(id);
  }

  @Override
  public Future<RedisEndpoint> find() {
    Context caller = vertx.getOrCreateContext();
    Promise<RedisEndpoint> found = Promise.promise();
    Objects.requireNonNull(context, "context")
        .runOnContext(v -> ask().onComplete((server, cause) -> caller.runOnContext(w -> found.complete(server, cause))));
    return found.future();
  }

  /** Those who ask meanwhile get the same answer. */
  private Future<RedisEndpoint> ask() {
    Future<RedisEndpoint> now = asking;
    if (now != null) {
      return now;
    }
    Promise<RedisEndpoint> decided = Promise.promise();
    asking = decided.future();
    sentinels.forEach(sentinel -> sentinel.ask().onComplete(told -> decide(decided)));
    return decided.future();
  }

  /** Until another is named there is none: what a master that is being replaced would still take is lost. */
  @Override
  public void replaced(Server old) {
    SentinelAnswer now = current;
    if (now != null && now != leaving && old.equals(now.master())) {
      LOG.warn("Redis at {} fails over: its master {} is being replaced", url.address(), old);
      leaving = now;
      guests.forEach(Guest::leave);
      vertx.setTimer(REPLACED_MILLIS, over -> giveBack(now));
    }
  }

  private void giveBack(SentinelAnswer master) {
    if (leaving == master) {
      leaving = null;
    }
  }

  /** What is being asked now may have been answered before. */
  @Override
  public void failedOver() {
    Future<RedisEndpoint> now = asking;
    if (now == null) {
      ask();
    } else {
      now.onComplete(answered -> ask());
    }
  }

  /** Waits for all, but not for those that did not answer before, unless they are all there is. */
  private void decide(Promise<RedisEndpoint> decided) {
    List<SentinelAnswer> answers = sentinels.stream().map(SentinelConnection::answer).filter(Objects::nonNull).toList();
    boolean settled = sentinels.stream().allMatch(sentinel -> answers.isEmpty() ? !sentinel.isAsking() : sentinel.isSettled());
    if (!settled || decided.future().isComplete()) {
      return;
    }
    asking = null;
    if (answers.isEmpty()) {
      decided.fail(none());
    } else {
      follow(SentinelAnswer.best(answers, current, sentinels.size()));
      decided.handle(endpoint());
    }
    report(answers.isEmpty());
  }

  private void follow(SentinelAnswer best) {
    SentinelAnswer before = current;
    if (best.equals(before)) {
      return;
    }
    current = best;
    if (before != null && !before.master().equals(best.master())) {
      LOG.warn("Redis at {} has another master: {}, before it was {}", url.address(), best.master(), before.master());
      guests.forEach(Guest::leave);
    }
  }

  private Future<RedisEndpoint> endpoint() {
    SentinelAnswer now = Objects.requireNonNull(current);
    return now != leaving ? Future.succeededFuture(url.at(now.master()))
        : Future.failedFuture(new NoMasterException("a fail-over replaces the master " + now.master(), false));
  }

  private NoMasterException none() {
    boolean lasting = sentinels.stream().map(SentinelConnection::failure).allMatch(cause -> cause != null && OpenFailure.isForGood(cause));
    return new NoMasterException("no Sentinel names the master: " + complaints(1), lasting);
  }

  private String complaints(int failures) {
    return sentinels.stream().filter(sentinel -> sentinel.failures() >= failures).map(SentinelConnection::complaint)
        .collect(Collectors.joining("; "));
  }

  /** Before the first master is known, the failure to start says it; at the end it is no news. */
  private void report(boolean none) {
    String fewer = complaints(MANY_FAILURES);
    if (current == null || deployment == null) {
      return;
    }
    if (none) {
      problems.begin(NONE, complaints(1));
    } else if (problems.end(NONE)) {
      LOG.info("Redis at {} has a Sentinel again that names its master", url.address());
    }
    if (!none && !fewer.isEmpty()) {
      problems.begin(FEWER, fewer);
    } else if (problems.end(FEWER) && !none) {
      LOG.info("Redis at {} has all its Sentinels again", url.address());
    }
  }

  @Override
  public boolean isCurrent(RedisEndpoint server) {
    SentinelAnswer now = current;
    return now != null && now != leaving && server.location().servers().get(0).equals(now.master());
  }

  @Override
  public Future<Void> verify(RedisEndpoint server, String info) {
    Server address = server.location().servers().get(0);
    if (warning && !RedisChecks.countsReplicas(info) && !address.equals(unguarded.getAndSet(address))) {
      LOG.warn("Redis at {} has no min-replicas-to-write: when this master is cut off from its Sentinels and replaced, it may go on"
          + " taking calls and revocations, which are lost then; set min-replicas-to-write to 1", server.address());
    }
    return RedisChecks.verifyMaster(info);
  }

  @Override
  public void warnOfLoss() {
    warning = true;
  }

  @Override
  public void add(Guest guest) {
    guests.add(guest);
  }

  @Override
  public void remove(Guest guest) {
    guests.remove(guest);
  }

  @Override
  public Future<Void> settled() {
    return Future.all(guests.stream().map(Guest::leave).toList()).mapEmpty();
  }

  @Override
  public @Nullable Server named() {
    SentinelAnswer now = current;
    return now == null ? null : now.master();
  }

  @Override
  public String reason(Throwable failure) {
    String reason = OpenFailure.reason(failure);
    return failure instanceof NoMasterException ? reason : "its master " + named() + ": " + reason;
  }
}
