package dev.gatehouse.redis;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.record.Rate;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limiter on an event loop: one script for what a turn of the loop asks, and leases of a large rate. */
class LoopLimiterIT extends LinkedTest {

  private static final LimitRule LARGE = limit("tenant", "20000/1s");

  private static LimitRule limit(String subject, String rate) {
    return LimitRule.of(Scope.TENANT, subject, null, Rate.parseAll(rate).get(0));
  }

  private static <T> T on(Context loop, Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(v -> task.get().onComplete((result, cause) -> done.complete(result, cause)));
    return done.future().await();
  }

  private static Future<Verdict> charge(RedisLimiter limiter, LimitRule limit) {
    return limiter.charge("demo", Cost.of(List.of(limit), 1));
  }

  /** Calls evenly, in turns of ten, until some are admitted without waiting for Redis; returns how many of a turn were. */
  private static int lease(Context loop, RedisLimiter limiter) throws InterruptedException {
    AtomicInteger leased = new AtomicInteger();
    eventually(() -> {
      leased.set(0);
      on(loop, () -> Future.join(IntStream.range(0, 10).mapToObj(i -> {
        Future<Verdict> verdict = charge(limiter, LARGE);
        leased.addAndGet(verdict.isComplete() ? 1 : 0);
        return verdict;
      }).toList()));
      return leased.get() > 5;
    });
    return leased.get();
  }

  @Test
  void the_calls_of_one_turn_are_one_script() {
    RedisLimiter limiter = new RedisLimiter(link, KEYS, true);
    Context loop = vertx.getOrCreateContext();
    on(loop, () -> charge(limiter, limit("first", "9/1h")));
    redis.cli("CONFIG", "RESETSTAT");

    List<Future<Verdict>> verdicts = new ArrayList<>();
    on(loop, () -> {
      for (int i = 0; i < 20; i++) {
        verdicts.add(limiter.charge("demo", Cost.of(List.of(limit("key:" + i % 4, "3/1h"), limit("owner", "14/1h")), 1)));
      }
      return Future.join(verdicts);
    });

    assertThat(redis.commands("evalsha")).isEqualTo(1);
    List<Boolean> allowed = verdicts.stream().map(verdict -> verdict.result().allowed()).toList();
    assertThat(allowed.subList(0, 12)).as("three of each key").containsOnly(true);
    assertThat(allowed.subList(12, 20)).containsOnly(false);
    assertThat(verdicts.get(4).result().standings()).extracting(standing -> standing.remaining()).containsExactly(1L, 9L);
    assertThat(verdicts.get(19).result().limit()).isEqualTo(limit("key:3", "3/1h"));
  }

  /** Their cells are in different slots of a Redis Cluster. */
  @Test
  void each_tenant_has_a_script_of_its_own() {
    RedisLimiter limiter = new RedisLimiter(link, KEYS, true);
    Context loop = vertx.getOrCreateContext();
    on(loop, () -> charge(limiter, limit("first", "9/1h")));
    redis.cli("CONFIG", "RESETSTAT");

    on(loop, () -> Future.join(Stream.of("demo", "acme", "demo", "acme")
        .map(tenant -> limiter.charge(tenant, Cost.of(List.of(limit("owner", "14/1h")), 1))).toList()));

    assertThat(redis.commands("evalsha")).isEqualTo(2);
  }

  @Test
  void a_cell_that_cannot_be_read_concerns_its_own_calls_alone() {
    RedisLimiter limiter = new RedisLimiter(link, KEYS, true);
    redis.cli("SET", KEYS.rate("demo", limit("bad", "9/1h")), "lots");
    redis.cli("RPUSH", KEYS.rate("demo", limit("worse", "9/1h")), "lots");
    Context loop = vertx.getOrCreateContext();
    List<Future<Verdict>> verdicts = on(loop, () -> {
      List<Future<Verdict>> all =
          List.of("good", "bad", "worse", "fine").stream().map(name -> charge(limiter, limit(name, "9/1h"))).toList();
      return Future.join(all).transform(done -> Future.succeededFuture(all));
    });

    assertThat(verdicts).extracting(Future::succeeded).containsExactly(true, false, false, true);
    assertThat(verdicts.get(1).cause()).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("is not a number and a time");
    assertThat(verdicts.get(2).cause()).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("WRONGTYPE");
  }

  @Test
  void a_redis_that_is_gone_ends_a_lease_and_one_that_is_back_gives_another() throws Exception {
    RedisLimiter limiter = new RedisLimiter(link, KEYS, true);
    Context loop = vertx.getOrCreateContext();
    lease(loop, limiter);
    redis.stop();
    try {
      eventually(() -> on(loop, () -> charge(limiter, LARGE).transform(done -> Future.succeededFuture(done.failed()))));
      for (int i = 0; i < 100; i++) {
        Future<Verdict> refused = on(loop, () -> charge(limiter, LARGE).transform(done -> Future.succeededFuture(
            done.succeeded() ? Future.<Verdict>succeededFuture(done.result()) : Future.<Verdict>failedFuture(done.cause()))));
        assertThat(refused.cause()).isInstanceOf(StoreUnavailableException.class);
      }
    } finally {
      redis.start();
    }
    eventually(() -> on(loop, () -> charge(limiter, LARGE).transform(done -> Future.succeededFuture(done.succeeded()))));
    assertThat(lease(loop, limiter)).isPositive();
  }

  @Test
  void a_redis_that_hangs_ends_a_lease_in_its_time() throws Exception {
    RedisLimiter limiter = new RedisLimiter(link, KEYS, true);
    Context loop = vertx.getOrCreateContext();
    lease(loop, limiter);
    redis.pause();
    try {
      Thread.sleep(100);
      Future<Verdict> waiting = on(loop, () -> Future.succeededFuture(charge(limiter, LARGE)));
      Thread.sleep(100);
      assertThat(waiting.isComplete()).isFalse();
    } finally {
      redis.resume();
    }
  }

  @Test
  void switched_off_every_call_is_counted_in_redis() {
    RedisLimiter limiter = new RedisLimiter(link, KEYS, false);
    Context loop = vertx.getOrCreateContext();
    for (int i = 0; i < 400; i++) {
      boolean leased = on(loop, () -> {
        Future<Verdict> verdict = charge(limiter, LARGE);
        boolean complete = verdict.isComplete();
        return verdict.map(complete);
      });
      assertThat(leased).isFalse();
    }
    assertThat(redis.cli("GET", KEYS.rate("demo", LARGE))).doesNotMatch(".* 0\\d+");
  }

  @Test
  void a_limit_that_was_changed_is_another_cell_and_no_lease_of_the_old_one_counts() throws InterruptedException {
    RedisLimiter limiter = new RedisLimiter(link, KEYS, true);
    Context loop = vertx.getOrCreateContext();
    lease(loop, limiter);
    Verdict first = on(loop, () -> charge(limiter, limit("tenant", "10000/1s")));
    assertThat(first.decided().remaining()).isEqualTo(9_999);
  }

  @Test
  void a_link_that_is_closed_ends_every_lease() throws InterruptedException {
    RedisLimiter limiter = new RedisLimiter(link, KEYS, true);
    Context loop = vertx.getOrCreateContext();
    lease(loop, limiter);
    link.close().await();
    boolean failed = on(loop, () -> charge(limiter, LARGE).transform(done -> Future.succeededFuture(done.failed())));
    assertThat(failed).isTrue();
  }

  /** Calls of one event loop of one host: some each millisecond, until it is told to stop. */
  private final class Caller {

    private final Context loop = vertx.getOrCreateContext();
    private final RedisLimiter limiter;
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger leased = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean stopped;

    private Caller(RedisLimiter limiter) {
      this.limiter = limiter;
    }

    private void start(LimitRule limit) {
      loop.runOnContext(v -> vertx.setPeriodic(1, tick -> {
        for (int i = 0; i < 2 && !stopped && waiting.get() < 2_000; i++) {
          waiting.incrementAndGet();
          Future<Verdict> verdict = charge(limiter, limit);
          leased.addAndGet(verdict.isComplete() ? 1 : 0);
          verdict.onSuccess(made -> (made.allowed() ? admitted : refused).incrementAndGet()).onComplete(done -> waiting.decrementAndGet());
        }
      }));
    }
  }

  private static long sum(List<Caller> callers, ToLongFunction<Caller> count) {
    return callers.stream().mapToLong(count).sum();
  }

  /** The property {@code gatehouse.leased.seconds} makes it longer. */
  @Test
  @Timeout(300)
  void two_hosts_that_lease_from_one_limit_never_exceed_it() throws InterruptedException {
    LimitRule limit = limit("tenant", "5000/2500ms");
    RedisLink otherLink = link();
    RedisLimiter one = new RedisLimiter(link, KEYS, true);
    RedisLimiter other = new RedisLimiter(otherLink, KEYS, true);
    List<Caller> callers = Stream.of(one, one, other, other).map(Caller::new).toList();
    long begin = System.nanoTime();
    callers.forEach(caller -> caller.start(limit));
    Thread.sleep(Integer.getInteger("gatehouse.leased.seconds", 6) * 1_000L);
    callers.forEach(caller -> caller.stopped = true);
    eventually(() -> callers.stream().allMatch(caller -> caller.waiting.get() == 0));
    double seconds = (System.nanoTime() - begin) / 1e9;

    long admitted = sum(callers, caller -> caller.admitted.get());
    long most = (long) (5_000 * (1 + seconds / 2.5));
    System.out.printf("two hosts, one leased limit, %.2f s: %d admitted of at most %d, %d leased, %d refused, %d scripts%n", seconds,
        admitted, most, sum(callers, caller -> caller.leased.get()), sum(callers, caller -> caller.refused.get()),
        redis.commands("evalsha"));
    assertThat(admitted).isPositive().isLessThanOrEqualTo(most);
    otherLink.close().await();
  }
}
