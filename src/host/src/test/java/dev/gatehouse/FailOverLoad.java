package dev.gatehouse;

import dev.gatehouse.http.McpClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Callers who go on while Redis fails over, and what became of each of their calls. Times are those of {@link System#nanoTime()}. */
final class FailOverLoad {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";
  private static final long PAUSE_MILLIS = 10;
  /** The status of a call that had no HTTP answer. */
  private static final int NONE = 0;

  /** One call. */
  record Made(String caller, long sent, long answered, int status) {

    boolean accepted() {
      return status == 200;
    }
  }

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<Made> made = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /** Adds callers with one key. */
  FailOverLoad call(String caller, McpClient client, int threads) {
    for (int i = 0; i < threads; i++) {
      callers.execute(() -> callOn(caller, client));
    }
    return this;
  }

  private void callOn(String caller, McpClient client) {
    while (!over) {
      long sent = System.nanoTime();
      int status = status(client);
      made.add(new Made(caller, sent, System.nanoTime(), status));
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static int status(McpClient client) {
    try {
      return client.call("add", CALL).status();
    } catch (RuntimeException e) {
      return NONE;
    }
  }

  /** Lets all callers end. */
  void end() {
    over = true;
    callers.shutdown();
    try {
      if (!callers.awaitTermination(60, TimeUnit.SECONDS)) {
        throw new AssertionError("callers hang");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Made> of(String caller) {
    return made.stream().filter(one -> one.caller().equals(caller)).sorted(Comparator.comparingLong(Made::sent)).toList();
  }

  List<Made> all() {
    return made.stream().sorted(Comparator.comparingLong(Made::sent)).toList();
  }

  long accepted() {
    return made.stream().filter(Made::accepted).count();
  }

  /** How many calls of a caller were accepted that were sent after this. */
  long acceptedAfter(String caller, long nanos) {
    return made.stream().filter(one -> one.caller().equals(caller) && one.accepted() && one.sent() > nanos).count();
  }

  /** How many calls had each status, sent in this time. */
  Map<Integer, Long> statuses(long from, long to) {
    Map<Integer, Long> counted = new TreeMap<>();
    made.stream().filter(one -> one.sent() >= from && one.sent() < to).forEach(one -> counted.merge(one.status(), 1L, Long::sum));
    return counted;
  }

  /** The longest time in which no call of a caller was accepted, in seconds. */
  double longestGap(String caller) {
    List<Long> times = of(caller).stream().filter(Made::accepted).map(Made::answered).sorted().toList();
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return longest / 1e9;
  }

  /** When the first call of a caller was accepted that was sent after this; at the end of time for never. */
  long firstAcceptedAfter(String caller, long nanos) {
    return of(caller).stream().filter(one -> one.accepted() && one.sent() > nanos).mapToLong(Made::answered).min().orElse(Long.MAX_VALUE);
  }

  /**
   * By how many calls a limit was exceeded, in whichever stretch of time it was worst. A call counts from when it was sent and until it was
   * answered, so that none seems to be too many that is not.
   */
  long exceeded(String caller, int burst, double perSecond) {
    List<Made> accepted = new ArrayList<>(of(caller).stream().filter(Made::accepted).toList());
    long worst = 0;
    for (int i = 0; i < accepted.size(); i++) {
      long from = accepted.get(i).sent();
      List<Long> ends = accepted.subList(i, accepted.size()).stream().map(Made::answered).sorted().toList();
      for (int n = 0; n < ends.size(); n++) {
        double allowed = burst + perSecond * (ends.get(n) - from) / 1e9;
        worst = Math.max(worst, (long) Math.ceil(n + 1 - allowed - 1e-6));
      }
    }
    return worst;
  }
}
