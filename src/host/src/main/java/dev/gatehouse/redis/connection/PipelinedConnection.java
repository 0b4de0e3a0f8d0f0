package dev.gatehouse.redis.connection;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.redis.connection.RedisConnector.Held;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A pipelined connection of one event loop, with a health check, reopened with exponential back-off. It is a verticle: Vert.x spreads
 * verticles over its event loops, and the context of one outlives any request.
 *
 * <p>The health check sends INFO. It keeps balancers and NATs from forgetting a silent connection, and notices when the server has
 * become unfit, for example a replica. Then the connection is closed, and a new one goes to whatever server answers at the address.
 */
public final class PipelinedConnection extends VerticleBase implements Lane, Masters.Guest {

  /** Hears of one connection, on its event loop. */
  public interface Listener {

    /** It is open. */
    void opened(PipelinedConnection connection);

    /** It is no longer open, and is opened again in the background. */
    void lost(String why);

    /** It is open again. */
    void regained();

    /** It could not be opened and is tried again. */
    void notYet(Throwable cause);

    /** A command was answered, or given up, after so many nanoseconds. */
    void took(long nanos);

    /** Redis answered with an error to what a command was for. */
    void refused(Request request, @Nullable String purpose, StoreUnavailableException error);

    /** The server is unfit; other connections may be to the same one. */
    void unfit();

    /** Whether this error reply says that the connection is to the wrong server, so that another one must be opened. */
    default boolean isOfWrongServer(StoreUnavailableException error) {
      return RedisErrors.isOfNoMaster(error);
    }
  }

  private static final long FIRST_BACKOFF_MILLIS = 50;
  private static final long OPEN_MILLIS = 2000;
  /** Even the last attempt of a start gets this long. */
  private static final long SHORTEST_OPEN_MILLIS = 250;
  /** More unanswered commands than this on one connection, and the next one fails as if Redis were away. */
  private static final int MOST_IN_FLIGHT = 16_384;

  private final String address;
  private final Masters masters;
  private final long commandMillis;
  private final long lookMillis;
  private final long startDeadline;
  private final Predicate<Lane> claim;
  private final Listener listener;
  private volatile @Nullable Held held;
  private volatile @Nullable Commands commands;
  /** Why the start has not succeeded so far; that the last attempt ran out of time says less than what went before. */
  private @Nullable Throwable startFailure;
  private @Nullable Promise<Void> pausing;
  private final Backoff backoff = new Backoff(FIRST_BACKOFF_MILLIS);
  private boolean looking;
  /** A first attempt to open that fails is no loss. */
  private boolean lost;
  private boolean stopped;
  private long timer = -1;

  /**
   * A connection that opens when it is deployed.
   *
   * @param address as messages name it
   * @param lookMillis between two health checks
   * @param startDeadline in the terms of {@link System#nanoTime()}
   * @param claim whether its event loop has no connection yet; otherwise this one stays closed
   */
  public PipelinedConnection(String address, Masters masters, Duration commandTimeout, long lookMillis, long startDeadline,
      Predicate<Lane> claim, Listener listener) {
    this.address = address;
    this.masters = masters;
    this.commandMillis = commandTimeout.toMillis();
    this.lookMillis = lookMillis;
    this.startDeadline = startDeadline;
    this.claim = claim;
    this.listener = listener;
  }

  @Override
  public Future<?> start() {
    if (!claim.test(this)) {
      return Future.succeededFuture();
    }
    begin();
    return openInTime();
  }

  /** Opens in the background, without a deadline; completes after the first attempt. */
  public Future<Void> startLater() {
    begin();
    return open(OPEN_MILLIS).recover(cause -> {
      listener.notYet(cause);
      reopen();
      return Future.succeededFuture();
    });
  }

  private void begin() {
    masters.add(this);
    commands = new Commands(context, address, commandMillis, listener, this::giveUp);
    timer = vertx.setPeriodic(lookMillis, tick -> lookNow());
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    masters.remove(this);
    Held last = held;
    held = null;
    return last == null ? Future.succeededFuture() : last.client().close();
  }

  @Override
  public boolean isOpen() {
    return held != null;
  }

  @Override
  public Future<Response> send(Request request, @Nullable String purpose) {
    Commands here = commands;
    if (here != null && here.areMine()) {
      return here.send(held, request, purpose);
    }
    Context caller = vertx.getOrCreateContext();
    Promise<Response> answered = Promise.promise();
    context.runOnContext(v -> Objects.requireNonNull(commands, "commands").send(held, request, purpose)
        .onComplete((answer, cause) -> caller.runOnContext(w -> answered.complete(answer, cause))));
    return answered.future();
  }

  /** Sends a command with leave to use a slot that is on its way to this node of a cluster; on this event loop only. */
  public Future<Response> sendAsking(Request request, @Nullable String purpose) {
    Commands here = Objects.requireNonNull(commands, "commands");
    here.send(held, Request.cmd(Command.create("ASKING")), null);
    return here.send(held, request, purpose);
  }

  @Override
  public void afterTurn(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  @Override
  public void look() {
    context.runOnContext(v -> lookNow());
  }

  /** An error reply does not fail the check: Redis may be busy with a script. */
  private void lookNow() {
    Held now = held;
    if (now == null || looking) {
      return;
    }
    looking = true;
    now.connection().send(Request.cmd(Command.INFO)).compose(info -> masters.verify(now.server(), info.toString()))
        .timeout(commandMillis, TimeUnit.MILLISECONDS)
        .onComplete(looked -> {
          looking = false;
          if (looked.failed()) {
            lookedAt(now, looked.cause());
          } else if (now == held) {
            backoff.reset();
          }
        });
  }

  private void lookedAt(Held now, Throwable cause) {
    boolean silent = RedisErrors.answer(cause) == null && !now.connection().pendingQueueFull();
    if (cause instanceof UnfitRedisException || silent) {
      lose(now, OpenFailure.reason(cause));
      listener.unfit();
    }
  }

  @Override
  public Future<Void> leave() {
    Promise<Void> left = Promise.promise();
    context.runOnContext(v -> {
      Held now = held;
      if (now != null && !masters.isCurrent(now.server())) {
        lose(now, OpenFailure.reason(NoMasterException.replaced(now.server())));
      }
      hurry();
      left.complete();
    });
    return left.future();
  }

  private void giveUp(Held now, String why) {
    context.runOnContext(v -> lose(now, why));
  }

  private Future<Void> openInTime() {
    long left = TimeUnit.NANOSECONDS.toMillis(startDeadline - System.nanoTime());
    return open(Math.max(SHORTEST_OPEN_MILLIS, Math.min(left, OPEN_MILLIS))).recover(this::openAgainInTime);
  }

  private Future<Void> openAgainInTime(Throwable cause) {
    if (startFailure == null || !(cause instanceof TimeoutException)) {
      startFailure = cause;
    }
    if (stopped) {
      return Future.succeededFuture();
    }
    long pause = backoff.nextMillis();
    if (OpenFailure.isForGood(cause) || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) > startDeadline) {
      return Future.failedFuture(new RedisStartException(startFailure instanceof UnfitRedisException && masters.named() == null
          ? "Redis at " + address + " (redis.url) " + startFailure.getMessage()
          : "cannot use Redis at " + address + " (redis.url): " + masters.reason(startFailure)));
    }
    return pause(pause).compose(v -> openInTime());
  }

  private Future<Void> open(long millis) {
    return new RedisConnector(vertx, masters).open(MOST_IN_FLIGHT, millis).onSuccess(this::hold).mapEmpty();
  }

  private void hold(Held fresh) {
    if (stopped) {
      fresh.client().close();
      return;
    }
    fresh.connection().endHandler(v -> lose(fresh, "connection closed"));
    fresh.connection().exceptionHandler(cause -> lose(fresh, OpenFailure.reason(cause)));
    held = fresh;
    listener.opened(this);
  }

  private void lose(Held dead, String why) {
    if (held != dead) {
      return;
    }
    held = null;
    dead.client().close();
    lost = true;
    listener.lost(why);
    reopen();
  }

  private void reopen() {
    if (!stopped) {
      pause(backoff.nextMillis()).compose(v -> open(OPEN_MILLIS))
          .onSuccess(v -> opened())
          .onFailure(cause -> {
            listener.notYet(cause);
            reopen();
          });
    }
  }

  private void opened() {
    if (lost) {
      lost = false;
      listener.regained();
    }
  }

  private Future<Void> pause(long millis) {
    Promise<Void> over = Promise.promise();
    pausing = over;
    vertx.setTimer(millis, id -> over.tryComplete());
    return over.future();
  }

  /** What was waited for may have come true. */
  private void hurry() {
    backoff.reset();
    if (pausing != null) {
      pausing.tryComplete();
    }
  }
}
