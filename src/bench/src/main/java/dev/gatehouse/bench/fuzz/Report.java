package dev.gatehouse.bench.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What was sent and what came of it, by any thread. */
final class Report {

  private static final int EXAMPLES = 3;

  private final Map<String, LongAdder> kinds = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> families = new ConcurrentSkipListMap<>();
  private final Map<String, List<String>> faults = new LinkedHashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();

  void sent(Message message) {
    families.computeIfAbsent(message.family().toString(), family -> new LongAdder()).increment();
  }

  void came(String kind) {
    kinds.computeIfAbsent(kind, name -> new LongAdder()).increment();
  }

  /**
   * Notes a fault.
   *
   * @param what the same for the same kind of fault
   * @param example what shows it
   */
  synchronized void fault(String what, String example) {
    counts.merge(what, 1L, Long::sum);
    List<String> examples = faults.computeIfAbsent(what, name -> new ArrayList<>());
    if (examples.size() < EXAMPLES) {
      examples.add(example);
    }
  }

  long messages() {
    return families.values().stream().mapToLong(LongAdder::sum).sum();
  }

  synchronized boolean good() {
    return faults.isEmpty() && messages() > 0;
  }

  synchronized int kindsOfFaults() {
    return faults.size();
  }

  synchronized void print() {
    System.out.println("messages by family: " + families);
    System.out.println("what came of them:");
    kinds.forEach((kind, count) -> System.out.printf("  %9d  %s%n", count.sum(), kind));
    System.out.println(faults.isEmpty() ? "faults: none" : "faults:");
    faults.forEach((what, examples) -> {
      System.out.printf("  %s (%d times)%n", what, counts.get(what));
      examples.forEach(example -> System.out.println("    " + example.replace("\n", "\n      ")));
    });
  }
}
