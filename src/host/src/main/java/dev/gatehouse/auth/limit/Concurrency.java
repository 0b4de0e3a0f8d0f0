package dev.gatehouse.auth.limit;

import dev.gatehouse.auth.ConcurrencyLimit;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Concurrency limiter: counts the running calls on this host, by the subject of each limit. It holds an entry only while such a call runs,
 * so its size is bounded.
 */
public final class Concurrency {

  private final ConcurrentMap<String, Integer> running = new ConcurrentHashMap<>();

  /**
   * Takes a place under each concurrency limit, or under none.
   *
   * @return the ceiling that is full, or null when the call may run; then it has to {@link #leave} once
   */
  public @Nullable ConcurrencyLimit enter(String tenant, List<ConcurrencyLimit> ceilings) {
    for (int i = 0; i < ceilings.size(); i++) {
      if (!enter(tenant, ceilings.get(i))) {
        leave(tenant, ceilings.subList(0, i));
        return ceilings.get(i);
      }
    }
    return null;
  }

  private boolean enter(String tenant, ConcurrencyLimit ceiling) {
    boolean[] entered = new boolean[1];
    running.compute(name(tenant, ceiling), (name, now) -> {
      entered[0] = now == null || now < ceiling.most();
      return now == null ? 1 : entered[0] ? now + 1 : now;
    });
    return entered[0];
  }

  public void leave(String tenant, List<ConcurrencyLimit> ceilings) {
    ceilings.forEach(ceiling -> running.computeIfPresent(name(tenant, ceiling), (name, now) -> now == 1 ? null : now - 1));
  }

  private static String name(String tenant, ConcurrencyLimit ceiling) {
    return tenant + '/' + ceiling.subject();
  }

  /** How many are counted at this moment. */
  int size() {
    return running.size();
  }
}
