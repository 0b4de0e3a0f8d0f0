package dev.gatehouse.redis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with Redis at this moment, for the log and for {@code /health/ready}. Each reason is logged when it is new, and again when
 * it comes back a minute later or more: what many connections and requests meet at the same time is one line.
 */
final class Troubles {

  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  /** Of what can be wrong there are few; this is for answers that nobody foresaw. */
  private static final int MOST_REMEMBERED = 1_000;
  private static final int LONGEST = 300;

  private final String address;
  private final Map<String, String> reasons = new ConcurrentHashMap<>();
  private final Map<String, Long> logged = new ConcurrentHashMap<>();
  private volatile boolean any;

  Troubles(String address) {
    this.address = address;
  }

  /**
   * Notes a reason.
   *
   * @param what goes wrong, as the end of a sentence: {@code "refuses limits"}
   */
  void begin(String what, String reason) {
    String line = oneLine(reason);
    String before = reasons.put(what, line);
    any = true;
    if (!line.equals(before) && isNews(what + line)) {
      LOG.warn("Redis at {} {}: {}", address, what, line);
    }
  }

  private boolean isNews(String what) {
    long now = System.nanoTime();
    if (logged.size() > MOST_REMEMBERED) {
      logged.clear();
    }
    Long last = logged.get(what);
    boolean news = last == null || now - last > QUIET_NANOS;
    if (news) {
      logged.put(what, now);
    }
    return news;
  }

  private static String oneLine(String reason) {
    String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** Notes that it works; whether it did not before. */
  boolean end(String what) {
    boolean was = reasons.remove(what) != null;
    any = !reasons.isEmpty();
    return was;
  }

  /** Whether there is any; cheap enough to be asked with each command. */
  boolean any() {
    return any;
  }

  /** All of them, each as a sentence without its subject. */
  List<String> all() {
    return reasons.entrySet().stream().map(trouble -> trouble.getKey() + ": " + trouble.getValue()).sorted().toList();
  }
}
