package dev.gatehouse.redis.connection;

import dev.gatehouse.redis.connection.RedisConnector.Held;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is subscribed to channels (SUBSCRIBE), reopened with exponential back-off. What is published while it is down is lost.
 * It has a health check, since a half-open connection is as silent as an idle one.
 *
 * <p>The client takes a push for the answer to a command that is unanswered, and hands the answer to the handler of pushes: see
 * {@link Tracking}. So there is one PING at a time, and whatever is no push is its answer.
 */
public final class Subscriber extends VerticleBase implements Masters.Guest {

  private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
  private static final int MOST_IN_FLIGHT = 16;
  private static final long PING_MILLIS = 1_000;
  private static final long MOST_SILENT_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long OPEN_MILLIS = 2_000;
  private static final long FIRST_BACKOFF_MILLIS = 20;
  /** Until Redis is asked again after it refused: somebody has to change the user's rights first. */
  private static final long REFUSED_MILLIS = 10_000;
  private static final String SILENT = "does not relay messages between hosts (SUBSCRIBE)";

  private final String address;
  private final Masters masters;
  private final RedisProblems problems;
  private final List<String> channels;
  private final ChannelListener listener;
  private @Nullable Held held;
  private boolean unanswered;
  private long answeredNanos;
  private final Backoff backoff = new Backoff(FIRST_BACKOFF_MILLIS);
  private boolean stopped;
  private boolean lost;

  /**
   * A subscriber that opens when it is deployed.
   *
   * @param listener hears on the event loop of the subscriber
   */
  public Subscriber(String address, Masters masters, RedisProblems problems, List<String> channels, ChannelListener listener) {
    this.address = address;
    this.masters = masters;
    this.problems = problems;
    this.channels = channels;
    this.listener = listener;
  }

  /** Does not fail: without messages between hosts, one host alone can do all that it has to. */
  @Override
  public Future<?> start() {
    masters.add(this);
    vertx.setPeriodic(PING_MILLIS, tick -> ping());
    return open().otherwiseEmpty();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    masters.remove(this);
    Held last = held;
    held = null;
    return last == null ? Future.succeededFuture() : last.client().close();
  }

  @Override
  public Future<Void> leave() {
    Promise<Void> left = Promise.promise();
    context.runOnContext(v -> {
      if (held != null && !masters.isCurrent(held.server())) {
        lose(held, held.server().address() + " was replaced or removed");
      }
      left.complete();
    });
    return left.future();
  }

  private Future<Void> open() {
    return new RedisConnector(vertx, masters).open(MOST_IN_FLIGHT, OPEN_MILLIS)
        .compose(fresh -> subscribe(fresh).onFailure(cause -> fresh.client().close()))
        .onFailure(this::notYet);
  }

  private Future<Void> subscribe(Held fresh) {
    Subscribing subscribing = new Subscribing(channels.size());
    fresh.connection().handler(message -> heard(fresh, subscribing, message));
    fresh.connection().endHandler(v -> subscribing.fail(new ClosedChannelException()));
    // Not Future.timeout, which would end it on another thread.
    long late = vertx.setTimer(OPEN_MILLIS, tick -> subscribing.fail(new TimeoutException()));
    Request subscribe = Request.cmd(Command.SUBSCRIBE);
    channels.forEach(subscribe::arg);
    // The answer is a push for each channel, and an error comes to the handler, too.
    fresh.connection().send(subscribe).onFailure(subscribing::fail);
    return subscribing.done().onComplete(done -> vertx.cancelTimer(late)).onSuccess(done -> hold(fresh));
  }

  private void hold(Held fresh) {
    if (stopped) {
      fresh.client().close();
      return;
    }
    fresh.connection().endHandler(v -> lose(fresh, "connection closed"));
    fresh.connection().exceptionHandler(cause -> lose(fresh, OpenFailure.reason(cause)));
    held = fresh;
    unanswered = false;
    answeredNanos = System.nanoTime();
    problems.end(SILENT);
    if (lost) {
      lost = false;
      LOG.info("Redis at {} relays messages between hosts again", address);
      listener.heardAgain();
    }
  }

  private void heard(Held from, Subscribing subscribing, @Nullable Response message) {
    if (message != null && message.type() == ResponseType.ERROR && from != held) {
      subscribing.fail((Throwable) message);
    } else if (message == null || message.type() != ResponseType.PUSH) {
      answered(from);
    } else if ("message".equals(message.get(0).toString())) {
      // Before all channels are subscribed to, too; but not from a connection that another has replaced.
      if (held == null || held == from) {
        listener.heard(message.get(2).toBuffer());
      }
    } else if ("subscribe".equals(message.get(0).toString())) {
      subscribing.one();
    }
  }

  private void ping() {
    Held now = held;
    if (now == null) {
      return;
    }
    if (System.nanoTime() - answeredNanos > MOST_SILENT_NANOS) {
      lose(now, "no answer for four seconds");
    } else if (!unanswered) {
      unanswered = true;
      now.connection().send(Request.cmd(Command.PING)).onComplete(answer -> {
        if (answer.succeeded() || RedisErrors.isFullDisk(answer.cause())) {
          answered(now);
        } else {
          lose(now, OpenFailure.reason(answer.cause()));
        }
      });
    }
  }

  private void answered(Held by) {
    if (by == held) {
      unanswered = false;
      answeredNanos = System.nanoTime();
      backoff.reset();
    }
  }

  private void lose(Held dead, String why) {
    if (held != dead) {
      return;
    }
    held = null;
    dead.client().close();
    lost = true;
    LOG.warn("Redis at {} no longer relays messages between hosts: {}", address, why);
    reopen(backoff.nextMillis());
  }

  private void notYet(Throwable cause) {
    problems.begin(SILENT, OpenFailure.reason(cause));
    reopen(RedisErrors.isReply(cause, "NOPERM") ? REFUSED_MILLIS : backoff.nextMillis());
  }

  private void reopen(long millis) {
    vertx.setTimer(millis, tick -> {
      if (!stopped) {
        open();
      }
    });
  }
}
