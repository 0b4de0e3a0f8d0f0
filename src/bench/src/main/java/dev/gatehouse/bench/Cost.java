package dev.gatehouse.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a call cost in one round.
 *
 * @param server processor time of the server's process, user and system, µs
 * @param helpers what of it was of its workers, µs
 * @param redis that of Redis, µs
 * @param traffic with Redis
 */
record Cost(double server, double helpers, double redis, RedisStats.Each traffic) {

  static final int CONNECTIONS = 64;
  /** Connections and sessions are open by then. */
  private static final int LEAD_MILLIS = 400;

  static final int WARM_UP_SECONDS = 8;
  private static final int WARM_UP_MOST = 40;
  private static final long WARM_UP_CALLS = 30_000;

  private record Reading(Duration server, Duration helpers, Duration redis, RedisStats stats, long calls) {

    static Reading of(Case one, RedisProcess redis, Answers answers) throws IOException {
      return new Reading(one.server().cpu().plus(one.helped()), one.helped(), redis.cpu(), RedisStats.of(redis), answers.right());
    }

    Cost since(Reading before) {
      long count = calls - before.calls;
      return new Cost(micros(server.minus(before.server), count), micros(helpers.minus(before.helpers), count),
          micros(redis.minus(before.redis), count),
          stats.since(before.stats).each((double) count));
    }

    private static double micros(Duration used, long calls) {
      return used.toNanos() / 1_000.0 / calls;
    }
  }

  /**
   * Calls for a while, as fast as it is answered, and reads the processes' times at its begin and end.
   *
   * @throws IllegalStateException when a call was not answered rightly
   */
  static Cost measure(Vertx vertx, Case one, RedisProcess redis, Duration time) throws IOException, InterruptedException {
    return measure(vertx, one, redis, time, CONNECTIONS);
  }

  /** The same, by so many callers. */
  static Cost measure(Vertx vertx, Case one, RedisProcess redis, Duration time, int connections) throws IOException, InterruptedException {
    Answers answers = new Answers(one.message().expected());
    Load load = Load.start(vertx, one.port(), one.message(), connections, answers);
    Thread.sleep(LEAD_MILLIS);
    Reading before = Reading.of(one, redis, answers);
    Thread.sleep(time.toMillis());
    Reading after = Reading.of(one, redis, answers);
    load.stop();
    answers.check(one.title());
    return after.since(before);
  }

  /**
   * Calls until the just-in-time compilers have had enough: for a while, and longer on a busy machine.
   *
   * @throws IllegalStateException when more than a call in a hundred was not answered rightly: a busy machine may refuse some at first
   */
  static void warmUp(Vertx vertx, Case one) throws InterruptedException {
    Answers answers = new Answers(one.message().expected());
    Load load = Load.start(vertx, one.port(), one.message(), CONNECTIONS, answers);
    for (int second = 0; second < WARM_UP_SECONDS || second < WARM_UP_MOST && answers.right() < WARM_UP_CALLS; second++) {
      Thread.sleep(1_000);
    }
    load.stop();
    answers.checkMost(one.title());
  }

  /** Calls {@code add} for a while, to warm up. */
  static void warmUp(Vertx vertx, Endpoint to, Duration time) throws InterruptedException {
    CallMessage message = CallMessage.modern(to.key(), "add", Case.ARGUMENTS);
    Answers answers = new Answers(message.expected());
    Load load = Load.start(vertx, to.port(), message, CONNECTIONS, answers);
    Thread.sleep(time.toMillis());
    load.stop();
    answers.check(to.toString());
  }

  /** Counts the right answers, and keeps a wrong one. */
  static final class Answers implements Load.Listener {

    private static final long AFTER_FAILURE_MILLIS = 100;
    private static final int FEW = 100;

    private final String expected;
    private final LongAdder right = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<Answer> wrong = new AtomicReference<>();

    Answers(String expected) {
      this.expected = expected;
    }

    @Override
    public long answered(int caller, Answer answer, long nanos) {
      if (answer.has(expected)) {
        right.increment();
        return 0;
      }
      failed.increment();
      wrong.set(answer);
      return AFTER_FAILURE_MILLIS;
    }

    long right() {
      return right.sum();
    }

    boolean allRight() {
      return wrong.get() == null;
    }

    void checkMost(String of) {
      if (failed.sum() * FEW > right.sum()) {
        check(of);
      }
    }

    void check(String of) {
      if (wrong.get() != null) {
        throw new IllegalStateException("a call to " + of + " had a wrong answer: " + wrong.get());
      }
    }
  }
}
