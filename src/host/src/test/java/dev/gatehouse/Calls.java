package dev.gatehouse;

import dev.gatehouse.http.McpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Callers that call a tool with many keys without a pause, and count what they are answered. They end when this is closed. */
final class Calls implements AutoCloseable {

  private final String url;
  private final List<String> keys = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> admitted = new ConcurrentHashMap<>();
  /** When the last call began that was admitted, by key. */
  private final Map<String, AtomicLong> last = new ConcurrentHashMap<>();
  private final AtomicLong lastRan = new AtomicLong(System.nanoTime());
  private final AtomicLong longest = new AtomicLong();
  private volatile boolean stopped;

  Calls(String url, List<String> keys) {
    this.url = url;
    this.keys.addAll(keys);
  }

  /** Starts so many callers, who take turns with the keys. */
  Calls start(int callers) {
    for (int i = 0; i < callers; i++) {
      int from = i;
      Thread thread = new Thread(() -> run(from));
      threads.add(thread);
      thread.start();
    }
    return this;
  }

  private void run(int from) {
    for (int i = from; !stopped; i++) {
      call(keys.get(i % keys.size()));
    }
  }

  private void call(String key) {
    long began = System.nanoTime();
    McpClient.Reply reply = McpClient.of(url + "/mcp").key(key).call("add", "{\"a\": 1, \"b\": 2}");
    boolean ran = reply.status() == 200 && "3".equals(reply.toolText());
    answers.computeIfAbsent(ran ? "ran" : "" + reply.status(), first -> new AtomicInteger()).incrementAndGet();
    if (ran) {
      long now = System.nanoTime();
      longest.accumulateAndGet(now - lastRan.getAndSet(now), Math::max);
      admitted.computeIfAbsent(key, first -> new AtomicInteger()).incrementAndGet();
      last.computeIfAbsent(key, first -> new AtomicLong(began)).accumulateAndGet(began, (one, other) -> one - other > 0 ? one : other);
    }
  }

  /** How often an answer was given: a status, or {@code ran}. */
  int count(String answer) {
    AtomicInteger count = answers.get(answer);
    return count == null ? 0 : count.get();
  }

  /** The longest time in milliseconds in which no call ran. */
  long longestPause() {
    return longest.get() / 1_000_000;
  }

  /** How many calls of a key ran. */
  int admitted(String key) {
    AtomicInteger count = admitted.get(key);
    return count == null ? 0 : count.get();
  }

  /** For how many milliseconds after this time calls of a key still began that were admitted. */
  double lastMillisAfter(String key, long nanos) {
    AtomicLong began = last.get(key);
    return began == null ? 0 : Math.max(0, (began.get() - nanos) / 1e6);
  }

  /** All answers with their counts. */
  Map<String, Integer> answers() {
    Map<String, Integer> all = new TreeMap<>();
    answers.forEach((answer, count) -> all.put(answer, count.get()));
    return all;
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
