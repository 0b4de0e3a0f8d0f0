package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.Principal;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Rate limiter (GCRA) for refusals: a caller may cause {@value #BURST} at once, and {@value #PER_SECOND} more every second. Beyond that
 * the caller is told when to come back instead of the reason. It never decides about a call that is permitted. Each host counts for
 * itself.
 */
public final class DenialLimiter {

  /** An agent that tries each tool of a long list once stays below. */
  private static final int BURST = 100;
  private static final int PER_SECOND = 10;
  private static final long INTERVAL_NANOS = 1_000_000_000L / PER_SECOND;
  /** The caller that was not refused for longest is forgotten for another one. */
  private static final int MOST_CALLERS = 10_000;

  private final LongSupplier nanoTime;
  /** By caller the time until which its refusals are paid for: the theoretical arrival time. */
  private final Map<String, Long> arrivals = BoundedMaps.leastRecentlyUsed(MOST_CALLERS);

  /** Counts by the system's clock. */
  public DenialLimiter() {
    this(System::nanoTime);
  }

  DenialLimiter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Who a refusal is counted for: a key, whatever address it comes from, and without a key an address. */
  public static String caller(Principal principal) {
    return principal.anonymous() ? principal.tenant() + "/@" + principal.line() : principal.keyId();
  }

  /**
   * Counts a refusal.
   *
   * @return 0 when it is within the budget, otherwise after how many ms the next one is
   */
  public synchronized long charge(String caller) {
    long now = nanoTime.getAsLong();
    Long arrival = arrivals.get(caller);
    long next = (arrival == null || arrival - now < 0 ? now : arrival) + INTERVAL_NANOS;
    long wait = next - now - BURST * INTERVAL_NANOS;
    if (wait > 0) {
      return Math.max(1, wait / 1_000_000);
    }
    arrivals.put(caller, next);
    return 0;
  }
}
