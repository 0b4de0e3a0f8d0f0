package dev.gatehouse.cluster.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults that make an edge not use a worker, or one of its plugins, such as a wrong key. Workers repeat each of them every second: it is
 * logged once, and is forgotten when it has not come back for 10 seconds. Bounded, since any member of the cluster can cause them. Thread-safe.
 */
final class WorkerFaults {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final int MOST = 1_000;
  private static final long OVER_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** When each came last. */
  private final Map<String, Long> faults = new ConcurrentHashMap<>();

  /** A fault has come, perhaps again. */
  void add(String fault, long now) {
    if (faults.size() >= MOST && !faults.containsKey(fault)) {
      return;
    }
    if (faults.put(fault, now) == null) {
      LOG.error("{}", fault);
    }
  }

  /** Forgets what is over. */
  void sweep(long now) {
    faults.values().removeIf(last -> now - last > OVER_NANOS);
  }

  /** All of them, each a sentence, in order. */
  List<String> all() {
    return faults.keySet().stream().sorted().toList();
  }
}
