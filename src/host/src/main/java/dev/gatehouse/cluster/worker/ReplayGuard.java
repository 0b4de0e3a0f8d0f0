package dev.gatehouse.cluster.worker;

import dev.gatehouse.cluster.Envelope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets each call run once in the life of this process, whoever sends it again. It forgets no edge: one that it had forgotten could be
 * replayed from the start. Of an edge that is gone it keeps one number. Asked for authentic messages alone, it grows with restarts of edges,
 * to a bound for each tenant, because whoever has one tenant's key can name any sender and must not shut out the edges of others; beyond it
 * calls of new edges are refused (fail closed). Thread-safe.
 */
final class ReplayGuard {

  /** Edges of one tenant. */
  static final int MOST = 16_384;

  private final Map<String, Map<String, ReplayWindow>> byTenant = new ConcurrentHashMap<>();
  private volatile boolean full;

  /** What is known of a call. */
  enum Verdict {
    /** It arrives for the first time. */
    FIRST,
    /** It was there before. */
    REPLAY,
    /** It is too old to be told from a replay. */
    TOO_OLD,
    /** No more edges can be remembered. */
    FULL
  }

  /** Whether a call arrives for the first time. */
  Verdict accept(Envelope call) {
    Map<String, ReplayWindow> windows = byTenant.computeIfAbsent(call.tenant(), first -> new ConcurrentHashMap<>());
    ReplayWindow window = windows.get(call.from());
    if (window == null && windows.size() >= MOST) {
      full = true;
      return Verdict.FULL;
    }
    return (window == null ? windows.computeIfAbsent(call.from(), first -> new ReplayWindow()) : window).accept(call.number());
  }

  /** An edge is gone; it may come back. */
  void lost(String edge) {
    byTenant.values().forEach(windows -> {
      ReplayWindow window = windows.get(edge);
      if (window != null) {
        window.close();
      }
    });
  }

  /** Whether calls of new edges had to be refused. */
  boolean isFull() {
    return full;
  }
}
