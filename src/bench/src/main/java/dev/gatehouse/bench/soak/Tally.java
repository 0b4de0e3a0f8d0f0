package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.MintedKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What callers saw, by any thread. */
final class Tally {

  private static final int EXAMPLES = 3;
  private static final long RECOVERY_NANOS = 10_000_000_000L;

  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, List<String>> faults = new LinkedHashMap<>();
  private volatile boolean down;
  private volatile long upSince = System.nanoTime() - RECOVERY_NANOS;

  /**
   * A call whose tool answered.
   *
   * @param tenant whose
   * @param keyId by which key
   * @param outcome as the audit writes it
   */
  record Seen(String tenant, String keyId, String outcome) {
  }

  /** Counts something. */
  void count(String what) {
    counts.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  /** Notes a call that must be written down. */
  void ran(String tenant, MintedKey key, Reply reply) {
    seen.put(reply.id(), new Seen(tenant, key.id(), reply.kind() == Reply.Kind.OK ? "ok" : "error"));
  }

  Map<String, Seen> seen() {
    return seen;
  }

  synchronized void fault(String what, String example) {
    count("FAULT: " + what);
    List<String> examples = faults.computeIfAbsent(what, name -> new ArrayList<>());
    if (examples.size() < EXAMPLES) {
      examples.add(example);
    }
  }

  /** Redis is being killed. */
  void redisGoes() {
    down = true;
  }

  /** Redis serves again; the host is given a while to find it. */
  void redisIsBack() {
    upSince = System.nanoTime();
    down = false;
  }

  /** Whether "cannot check keys and limits" is meant now, or was when a call of up to this age began. */
  boolean excuses(long nanosAgo) {
    return down || System.nanoTime() - nanosAgo - upSince < RECOVERY_NANOS;
  }

  synchronized boolean good() {
    return faults.isEmpty();
  }

  synchronized void print() {
    counts.forEach((what, count) -> System.out.printf("  %9d  %s%n", count.sum(), what));
    System.out.println(faults.isEmpty() ? "faults: none" : "faults:");
    faults.forEach((what, examples) -> {
      System.out.println("  " + what);
      examples.forEach(example -> System.out.println("    " + example));
    });
  }
}
