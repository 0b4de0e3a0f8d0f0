package dev.gatehouse.http;

import dev.gatehouse.auth.Ledger.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/** The timers of calls that differ in outcome and reason alone. Registered at the first call of each; found without a search after that. */
final class CallTimers {

  /** Prometheus computes percentiles from these, over any time and any number of hosts. */
  private static final Duration[] BUCKETS = Stream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
      .map(Duration::ofMillis).toArray(Duration[]::new);
  private static final String NONE = "-";

  private final MeterRegistry registry;
  private final Tags tags;
  /** Those without a reason, by outcome. */
  private final AtomicReferenceArray<Timer> plain = new AtomicReferenceArray<>(Outcome.values().length);
  private final Map<String, Timer> withReason = new ConcurrentHashMap<>();

  /**
   * No timer yet.
   *
   * @param tags what all of them have in common
   */
  CallTimers(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
  }

  /** The timer of an outcome, and of a reason that is one of few, or null. */
  Timer of(Outcome outcome, String reason) {
    if (reason != null) {
      return withReason.computeIfAbsent(outcome + " " + reason, first -> timer(outcome, reason));
    }
    Timer known = plain.getPlain(outcome.ordinal());
    if (known == null) {
      known = timer(outcome, NONE);
      plain.set(outcome.ordinal(), known);
    }
    return known;
  }

  /** The registry gives the same timer for the same labels, so that a race makes one. */
  private Timer timer(Outcome outcome, String reason) {
    return Timer.builder("gatehouse.calls")
        .description("Calls of tools, prompts, resources and completion, and refusals, by how they ended")
        .tags(tags.and("outcome", outcome.toString(), "reason", reason))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Takes them out of the registry. */
  void remove() {
    for (int i = 0; i < plain.length(); i++) {
      remove(plain.getAndSet(i, null));
    }
    withReason.values().forEach(this::remove);
    withReason.clear();
  }

  private void remove(Timer timer) {
    if (timer != null) {
      registry.remove(timer);
    }
  }
}
