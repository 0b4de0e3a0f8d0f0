package dev.gatehouse.cluster.worker;

import dev.gatehouse.cluster.Envelope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets each call run once in the life of this process, whoever sends it again. It forgets no edge: one that it had forgotten could be
 * replayed from the start. Asked for authentic messages alone, it grows with restarts of edges and with tenants, to a bound; beyond it
 * calls of new edges are refused (fail closed). Thread-safe.
 */
final class ReplayGuard {

  private static final int MOST = 65_536;

  private final Map<Series, ReplayWindow> windows = new ConcurrentHashMap<>();

  /** The calls that one edge sends for one tenant. */
  private record Series(String edge, String tenant) {
  }

  /** Whether a call arrives for the first time. */
  boolean accept(Envelope call) {
    Series series = new Series(call.from(), call.tenant());
    ReplayWindow window = windows.get(series);
    if (window == null && windows.size() < MOST) {
      window = windows.computeIfAbsent(series, first -> new ReplayWindow());
    }
    return window != null && window.accept(call.number());
  }
}
