package dev.gatehouse.auth.limit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Rate limiter for repeated log lines: of each kind {@value #LINES} a minute are written, then a count of the others. A caller who repeats
 * a fault must not fill a disk or push other lines out of the log.
 */
public final class LogThrottle {

  private static final int LINES = 3;
  private static final long WINDOW_NANOS = 60_000_000_000L;
  /** Kinds beyond this many in a minute are counted together. */
  private static final int MOST_KINDS = 1_000;
  private static final String OTHERS = "others";

  private final LongSupplier nanoTime;
  private final Map<String, Window> windows = new LinkedHashMap<>();

  private static final class Window {

    private final long began;
    private int seen;

    private Window(long began) {
      this.began = began;
    }
  }

  /** Counts by the system's clock. */
  public LogThrottle() {
    this(System::nanoTime);
  }

  LogThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Whether a line is to be written now; counts it if not.
   *
   * @param kind what makes lines alike, for example {@code "key 0f3a9c21b7de: revoked"}
   */
  public synchronized boolean admits(String kind) {
    String counted = windows.containsKey(kind) || windows.size() < MOST_KINDS ? kind : OTHERS;
    return ++windows.computeIfAbsent(counted, first -> new Window(nanoTime.getAsLong())).seen <= LINES;
  }

  /**
   * Reports and resets kinds that are a minute old. To be called every few seconds.
   *
   * @param line takes one line for each kind of which lines were left out, such as {@code 1200 more like this: key 0f3a: revoked}
   */
  public void report(Consumer<String> line) {
    report(ended(WINDOW_NANOS), line);
  }

  /** Reports and resets all kinds, before the host stops. */
  public void reportAll(Consumer<String> line) {
    report(ended(0), line);
  }

  private static void report(Map<String, Window> ended, Consumer<String> line) {
    ended.forEach((kind, window) -> {
      if (window.seen > LINES) {
        line.accept((window.seen - LINES) + " more like this: " + kind);
      }
    });
  }

  private synchronized Map<String, Window> ended(long age) {
    long now = nanoTime.getAsLong();
    Map<String, Window> ended = new LinkedHashMap<>();
    windows.forEach((kind, window) -> {
      if (now - window.began >= age) {
        ended.put(kind, window);
      }
    });
    windows.keySet().removeAll(ended.keySet());
    return ended;
  }
}
