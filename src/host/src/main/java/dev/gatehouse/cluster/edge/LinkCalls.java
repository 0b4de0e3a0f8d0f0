package dev.gatehouse.cluster.edge;

import dev.gatehouse.cluster.WorkerLink;
import dev.gatehouse.feature.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The calls that one worker has of this edge. Thread-safe. */
final class LinkCalls {

  private final WorkerLink link;
  private final Set<RemoteCall> calls = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicLong> numbers;
  private volatile boolean lost;

  /**
   * No calls yet.
   *
   * @param numbers by tenant the last number of the calls to this worker process; a worker that was lost and comes back refuses those that it
   *     has had
   */
  LinkCalls(WorkerLink link, Map<String, AtomicLong> numbers) {
    this.link = link;
    this.numbers = numbers;
  }

  WorkerLink link() {
    return link;
  }

  int size() {
    return calls.size();
  }

  /** The next number of a tenant's calls to this worker, from 1. */
  long next(String tenant) {
    return numbers.computeIfAbsent(tenant, first -> new AtomicLong()).incrementAndGet();
  }

  /** Adds a call, unless the worker is lost. */
  boolean add(RemoteCall call) {
    calls.add(call);
    if (lost && calls.remove(call)) {
      return false;
    }
    return true;
  }

  void remove(RemoteCall call) {
    calls.remove(call);
  }

  /**
   * Ends all calls. Of each feature one counts for its circuit breaker: a feature that ends its process must not end the next, and the
   * other calls are not to blame.
   */
  void lose() {
    lost = true;
    Set<Key> counted = new HashSet<>();
    List.copyOf(calls).forEach(call -> call.lose(counted.add(call.key())));
  }
}
