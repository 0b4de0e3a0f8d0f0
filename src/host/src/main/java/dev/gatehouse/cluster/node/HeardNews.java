package dev.gatehouse.cluster.node;

import dev.gatehouse.cluster.Envelope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The number of the last news that each worker has sent of each tenant: what comes again is a replay. By tenant, for who has the key of one
 * tenant can name any worker as the sender of that tenant's news, and must not silence the others. Asked for authentic news alone.
 * Thread-safe.
 */
final class HeardNews {

  private final Map<String, Map<String, AtomicLong>> byWorker = new ConcurrentHashMap<>();

  /** Whether news come for the first time, and after all that came before. */
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
