package dev.gatehouse.cluster.node;

import dev.gatehouse.cluster.Envelope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replay protection for workers' news: the number of the last news of each worker and tenant. It is kept by tenant, because whoever has one
 * tenant's key can name any worker as the sender of that tenant's news, and must not silence the others. Only authenticated news are
 * checked. Thread-safe.
 */
final class HeardNews {

  private final Map<String, Map<String, AtomicLong>> byWorker = new ConcurrentHashMap<>();

  /** Whether these news are newer than all before them; remembers them. */
  boolean isNew(Envelope news) {
    AtomicLong last = byWorker.computeIfAbsent(news.from(), first -> new ConcurrentHashMap<>())
        .computeIfAbsent(news.tenant(), first -> new AtomicLong());
    return last.getAndAccumulate(news.number(), Math::max) < news.number();
  }

  /** A worker is gone. */
  void forget(String worker) {
    byWorker.remove(worker);
  }
}
