package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ManualClock;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Limits;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.limit.Limiter;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.auth.limit.Limiter.Verdict;
import dev.gatehouse.auth.limit.LocalLimiter;
import dev.gatehouse.record.Allowance;
import dev.gatehouse.record.Quota;
import dev.gatehouse.record.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A differential test of the two rate limiters: {@code charge.lua} in Redis, and the {@link LocalLimiter} that replaces it during an
 * outage. Both get the same random charges at the same times and must give the same verdicts: the decision, the limit that decides,
 * the wait, and of each limit what remains and when it is whole, to the millisecond.
 *
 * <p>The differences by design, which {@link LocalLimiter} explains, do not show here: both begin with nothing used, both go by one
 * clock, and the local one has room for all limits ({@code LocalLimiterTest} holds that bound).
 */
class LimiterDifferenceIT extends LinkedTest {

  private static final int STEPS = 150;
  // Small seeds side by side begin alike.
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
  private static final List<String> STARTS = List.of("2026-12-31T23:59:58.999999Z", "2028-02-28T23:00:00Z", "2027-03-01T00:00:00Z",
      "2027-06-15T12:34:56.789012Z");
  private static final long[] BURSTS = {1, 2, 3, 5, 7, 10, 60, 97, 1_000, 1_000_000_000};
  private static final List<String> PERIODS = List.of("1ms", "7ms", "1s", "3s", "1m", "1h", "1d", "30d", "366d");
  private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1_000;

  /** Who calls: the limits of a tenant, an owner, a role and a key together. */
  private record Caller(String tenant, Limits limits) {
  }

  private record Call(String tenant, List<Cost> costs) {
  }

  private Random random;
  private ManualClock clock;
  private Limiter common;
  private Limiter local;
  private final List<Call> charged = new ArrayList<>();
  private long wait;

  private void begin(long seed) {
    random = new Random(seed * SPREAD);
    clock = new ManualClock(Instant.parse(one(STARTS)));
    common = new ClockedLimiter(link, KEYS, clock);
    local = new LocalLimiter(clock, 10_000);
  }

  private <T> T one(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  private Allowance rate() {
    return Rate.parseAll(BURSTS[random.nextInt(BURSTS.length)] + "/" + one(PERIODS)).get(0);
  }

  private Allowance quota(String unit) {
    return Quota.parseAll(BURSTS[random.nextInt(BURSTS.length)] + unit).get(0);
  }

  private List<LimitRule> rates(Scope scope, String subject) {
    List<LimitRule> rates = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      rates.add(LimitRule.of(scope, subject, random.nextInt(3) == 0 ? "a*" : null, rate()));
    }
    return rates;
  }

  private List<LimitRule> rules(Scope scope, String subject) {
    List<LimitRule> rules = rates(scope, subject);
    if (random.nextInt(3) == 0) {
      rules.add(LimitRule.of(scope, subject, null, quota("/1d")));
    }
    if (random.nextInt(4) == 0) {
      rules.add(LimitRule.of(scope, subject, null, quota("/1mo")));
    }
    return rules;
  }

  private Caller caller(String tenant, List<LimitRule> ofTenant, String owner, String key) {
    List<LimitRule> rules = new ArrayList<>(ofTenant);
    rules.addAll(rules(Scope.OWNER, "owner:" + owner));
    rules.addAll(rates(Scope.ROLE, "key:" + key));
    rules.addAll(rules(Scope.KEY, "key:" + key));
    rules.add(LimitRule.of(Scope.KEY, "key:" + key, "add", rate()));
    return new Caller(tenant, new Limits(rules, List.of(), List.of()));
  }

  private List<Caller> callers() {
    List<LimitRule> demo = rules(Scope.TENANT, "tenant");
    return List.of(caller("demo", demo, "ann", "a"), caller("demo", demo, "ann", "b"), caller("demo", demo, "ann", "b"),
        caller("other", rules(Scope.TENANT, "tenant"), "ann", "a"));
  }

  private Call call(Caller caller) {
    List<LimitRule> limits = caller.limits.of(random.nextInt(4) == 0 ? "sub" : random.nextBoolean() ? "add" : "average");
    long least = limits.stream().mapToLong(limit -> limit.allowance().most()).min().orElse(1);
    long[] costs = {1, 1, 1, 1, 1, 2, Math.max(1, least / 2), least, least + 1};
    return new Call(caller.tenant, random.nextInt(5) == 0
        ? limits.stream().map(limit -> new Cost(limit, 1 + random.nextInt(3))).toList()
        : Cost.of(limits, costs[random.nextInt(costs.length)]));
  }

  /** To any time, or to just before, at or after one at which a limit changes. */
  private void move(boolean back) {
    long micros = switch (random.nextInt(back ? 9 : 7)) {
      case 0, 1 -> random.nextInt(1_000);
      case 2 -> random.nextInt(2_000_000);
      case 3 -> (long) (random.nextDouble() * random.nextDouble() * 40 * DAY_MICROS);
      case 4 -> Math.min(wait, 400 * DAY_MICROS / 1_000) * 1_000 - random.nextInt(3);
      case 5 -> untilMidnight() - 1 + random.nextInt(3);
      case 6 -> 0;
      case 7 -> -random.nextInt(2_000_000);
      default -> -(long) (random.nextDouble() * 2 * DAY_MICROS);
    };
    clock.pass(Duration.of(back ? micros : Math.max(0, micros), ChronoUnit.MICROS));
  }

  private long untilMidnight() {
    Instant midnight = clock.instant().atZone(ZoneOffset.UTC).toLocalDate().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return ChronoUnit.MICROS.between(clock.instant(), midnight);
  }

  private void step(List<Caller> callers, String where) {
    if (!charged.isEmpty() && random.nextInt(6) == 0) {
      Call over = one(charged);
      int sign = random.nextInt(8) == 0 ? 1 : -1;
      List<Cost> adjusted = over.costs.stream().map(cost -> new Cost(cost.limit(), sign * cost.amount())).toList();
      common.adjust(over.tenant, adjusted).await();
      local.adjust(over.tenant, adjusted).await();
    }
    Call call = call(one(callers));
    if (call.costs.isEmpty()) {
      return;
    }
    Verdict expected = common.charge(call.tenant, call.costs).await();
    assertThat(local.charge(call.tenant, call.costs).await()).as("%s, %s: %s", where, clock.instant(), call)
        .isEqualTo(expected);
    wait = expected.allowed() ? expected.decided().resetMillis() : expected.retryAfterMillis();
    if (expected.allowed()) {
      charged.add(call);
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  private void compare(long seed, boolean back) {
    begin(seed);
    List<Caller> callers = callers();
    for (int i = 0; i < STEPS; i++) {
      move(back);
      step(callers, "seed " + seed + ", step " + i);
    }
    assertThat(charged.size()).as("how many of the calls were let in").isBetween(1, STEPS - 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void the_same_calls_have_the_same_verdicts(long seed) {
    compare(seed, false);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void also_when_the_clock_is_set_back_now_and_then(long seed) {
    compare(seed, true);
  }
}
