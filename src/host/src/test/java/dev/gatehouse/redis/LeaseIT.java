package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.record.Rate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A property test of leases: several event loops charge one limit through {@code charge.lua} in a real Redis, on a clock that the test
 * sets, with random calls, costs, delays and lost answers. Whatever they do, the calls that are admitted never exceed the limit: a token
 * bucket that sees them all, each at the time of its admission, is never overdrawn.
 */
class LeaseIT extends LinkedTest {

  private static final long START_MICROS = 1_800_000_000_000_000L;
  private static final int LOOPS = 3;

  /** An answer on its way. */
  private record Delivery(long atMicros, long ranMicros, Promise<Response> to, Response reply) {
  }

  /** A call that was admitted. */
  private record Admission(long micros, long amount) {
  }

  private final PriorityQueue<Delivery> underway = new PriorityQueue<>(Comparator.comparingLong(Delivery::atMicros));
  private final List<Runnable> turns = new ArrayList<>();
  private final List<Admission> admissions = new ArrayList<>();
  private final List<LoopLimiter> loops = new ArrayList<>();
  private Random random;
  private long now = START_MICROS;
  private long ran;
  private long lastRan;
  private int scripts;
  private int longest = 2_000;
  private int lostOf;

  /** The script on a network that this test makes. */
  private final class Net extends ChargeScript {

    Net() {
      super(link, KEYS, ClockedLimiter.CHARGE, () -> now * 1_000);
    }

    @Override
    boolean isOpen() {
      return true;
    }

    @Override
    boolean afterTurn(Runnable task) {
      turns.add(task);
      return true;
    }

    @Override
    Future<Response> send(List<String> cells, List<String> args) {
      scripts++;
      long runs = Math.max(lastRan, now + random.nextInt(longest));
      lastRan = runs;
      Promise<Response> answer = Promise.promise();
      boolean lost = lostOf > 0 && random.nextInt(lostOf) == 0;
      link.send(Request.cmd(Command.SET).arg("clock").arg(runs)).await();
      Response reply = lost && random.nextBoolean() ? null : super.send(cells, args).await();
      underway.add(new Delivery(runs + random.nextInt(longest), runs, answer, lost ? null : reply));
      return answer.future();
    }
  }

  private void begin(long seed) {
    random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
    for (int i = 0; i < LOOPS; i++) {
      loops.add(new LoopLimiter(new Net(), true));
    }
  }

  private static LimitRule limit(String rate) {
    return LimitRule.of(Scope.TENANT, "tenant", null, Rate.parseAll(rate).get(0));
  }

  /** To a later time, with all that comes meanwhile. */
  private void pass(long micros) {
    long until = now + micros;
    while (!underway.isEmpty() && underway.peek().atMicros <= until) {
      Delivery next = underway.poll();
      now = Math.max(now, next.atMicros);
      ran = next.ranMicros;
      if (next.reply == null) {
        next.to.fail(new StoreUnavailableException("lost", null));
      } else {
        next.to.complete(next.reply);
      }
    }
    now = until;
  }

  private void call(LoopLimiter loop, List<Cost> costs) {
    Future<Verdict> verdict = loop.charge("demo", costs);
    boolean leased = verdict.isComplete();
    verdict.onSuccess(made -> {
      if (made.allowed()) {
        admissions.add(new Admission(leased ? now : ran, costs.get(0).amount()));
      }
    });
  }

  private void endTurn() {
    List<Runnable> all = List.copyOf(turns);
    turns.clear();
    all.forEach(Runnable::run);
  }

  /** What a token bucket that sees every call is overdrawn by, at most. */
  private double excess(Rate rate) {
    admissions.sort(Comparator.comparingLong(Admission::micros));
    double perMicro = rate.most() * 1_000.0 / rate.period().toNanos();
    double debt = 0;
    double excess = Double.NEGATIVE_INFINITY;
    long last = 0;
    for (Admission admission : admissions) {
      debt = Math.max(0, debt - (admission.micros - last) * perMicro) + admission.amount;
      last = admission.micros;
      excess = Math.max(excess, debt - rate.most());
    }
    return excess;
  }

  private long admitted() {
    return admissions.stream().mapToLong(Admission::amount).sum();
  }

  private void call(int loop, LimitRule limit, long amount, double afterMicros) {
    pass((long) afterMicros);
    call(loops.get(loop), List.of(new Cost(limit, amount)));
    if (random.nextInt(3) > 0) {
      endTurn();
    }
  }

  /** Calls at random times, of all loops or of one, at a random part of the limit. */
  private void anyhow(LimitRule limit, double interval) {
    double demand = List.of(0.3, 0.9, 1.5, 4.0, 20.0).get(random.nextInt(5));
    boolean all = random.nextBoolean();
    for (int i = 0; i < 300; i++) {
      long amount = random.nextInt(20) > 0 ? 1 : random.nextInt(200) > 0 ? 1 + random.nextInt(9) : limit.allowance().most();
      call(all ? random.nextInt(LOOPS) : 0, limit, amount, -Math.log(1 - random.nextDouble()) * interval / demand);
    }
  }

  /** One loop has leased and pauses; another uses the limit up; and then the first uses its lease as late as it can. */
  private void late(LimitRule limit, double interval) {
    for (int i = 0; i < 800; i++) {
      call(0, limit, 1, interval / 0.95);
    }
    double pause = random.nextDouble() * ((Rate) limit.allowance()).leaseNanos() / 1_000;
    for (int i = 0; i < 100; i++) {
      call(1, limit, 1 + limit.allowance().most() / 50, pause / 130);
      call(2, limit, 1, pause / 130);
    }
    for (int i = 0; i < 30; i++) {
      call(random.nextInt(LOOPS), limit, 1, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1000/1s", "2, 1000/1s", "3, 5000/1s", "4, 2000/100ms", "5, 100000/1m", "6, 1000000/1h", "7, 500/1s", "8, 1000/2s",
      "9, 1000/1s", "10, 20000/1s"})
  void whatever_the_loops_do_the_limit_is_never_exceeded(long seed, String text) {
    begin(seed);
    LimitRule limit = limit(text);
    Rate rate = (Rate) limit.allowance();
    double interval = rate.period().toNanos() / 1_000.0 / rate.most();
    for (int i = 0; i < 24; i++) {
      longest = List.of(300, 2_000, 2_000, 60_000).get(random.nextInt(4));
      lostOf = random.nextInt(3) == 0 ? 20 : 0;
      if (random.nextInt(4) == 0) {
        pass(random.nextInt(2_000_000));
      }
      if (random.nextBoolean()) {
        anyhow(limit, interval);
      } else {
        late(limit, interval);
      }
    }
    endTurn();
    pass(10_000_000);
    System.out.printf("%s: %d admitted by %d scripts, at most %.3f over%n", text, admitted(), scripts, excess(rate));
    assertThat(excess(rate)).isLessThan(1e-6);
    assertThat(admissions.size()).isGreaterThan(1_000);
  }

  /** Calls come evenly; returns the part of them that did not wait for Redis. */
  private double steady(LimitRule limit, double interval, int calls) {
    int before = scripts;
    for (int i = 0; i < calls; i++) {
      call(i % LOOPS, limit, 1, interval);
    }
    return 1 - (double) (scripts - before) / calls;
  }

  @Test
  void a_steady_stream_is_counted_in_memory_and_none_of_it_refused() {
    begin(1);
    LimitRule limit = limit("20000/1s");
    steady(limit, 60, 30_000);
    int before = admissions.size();

    assertThat(steady(limit, 60, 30_000)).isGreaterThan(0.9);

    assertThat(admissions.size() - before).isBetween(29_900, 30_100);
  }

  @Test
  void of_more_calls_than_the_limit_98_percent_of_the_limit_is_admitted() {
    begin(2);
    longest = 500;
    LimitRule limit = limit("5000/1s");
    steady(limit, 150, 40_000);
    long seconds = (now - START_MICROS) / 1_000_000;
    assertThat(admitted()).isBetween((long) (0.98 * 5_000 * (1 + seconds)), 5_000 * (2 + seconds));
    assertThat(excess((Rate) limit.allowance())).isLessThan(1e-6);
  }

  @Test
  void a_limit_that_is_too_small_is_counted_by_a_script_each() {
    begin(3);
    LimitRule limit = limit("300/1s");
    for (int i = 0; i < 500; i++) {
      call(0, limit, 1, 4_000);
      endTurn();
    }
    assertThat(scripts).isEqualTo(500);
  }

  @Test
  void a_call_that_another_limit_refuses_spends_nothing_of_a_lease() {
    begin(4);
    longest = 500;
    LimitRule large = limit("20000/1s");
    steady(large, 60, 30_000);
    List<Cost> both = Cost.of(List.of(large, LimitRule.of(Scope.KEY, "key:a", null, Rate.parseAll("1/1h").get(0))), 1);
    call(loops.get(0), both);
    endTurn();
    pass(1_000);
    int before = admissions.size();
    int asked = scripts;
    for (int i = 0; i < 50; i++) {
      Future<Verdict> refused = loops.get(0).charge("demo", both);
      endTurn();
      pass(1_000);
      assertThat(refused.result().allowed()).isFalse();
      assertThat(refused.result().limit()).isEqualTo(both.get(1).limit());
      assertThat(refused.result().standings()).extracting(Limiter.Standing::limit).containsExactly(large, both.get(1).limit());
    }
    assertThat(scripts - asked).as("one each").isEqualTo(50);
    assertThat(admissions).hasSize(before);
  }
}
