package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.Principal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Rate limiter ({@link Gcra}) for denials: a caller may cause {@value #BURST} at once, and {@value #PER_SECOND} more every second. Beyond
 * that the caller gets a retry time instead of the reason. Permitted calls are not affected. Each host counts for itself.
 */
public final class DenialLimiter {

  /** An agent that tries each tool of a long list once stays below. */
  private static final int BURST = 100;
  private static final int PER_SECOND = 10;
  /** The maximum number of callers; one more evicts the one that has not been denied for longest. */
  private static final int MOST_CALLERS = 10_000;

  private final LongSupplier nanoTime;
  private final Map<String, Gcra> callers = BoundedMaps.leastRecentlyUsed(MOST_CALLERS);

  /** Counts by the system's clock. */
  public DenialLimiter() {
    this(System::nanoTime);
  }

  DenialLimiter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The subject of a denial: the key or the token's account, whatever its address, or the address without a key. */
  public static String caller(Principal principal) {
    return principal.anonymous() ? principal.tenant() + "/@" + principal.line() : principal.accountAmongAll();
  }

  /**
   * Counts a denial.
   *
   * @return 0 when it is within the budget, otherwise after how many ms the next one is
   */
  public synchronized long charge(String caller) {
    Gcra budget = callers.computeIfAbsent(caller, first -> new Gcra(BURST, PER_SECOND, nanoTime));
    long wait = budget.waitNanos(1);
    if (wait > 0) {
      return Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait));
    }
    budget.take();
    return 0;
  }
}
