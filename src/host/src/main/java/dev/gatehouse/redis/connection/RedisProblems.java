package dev.gatehouse.redis.connection;

import dev.gatehouse.record.OneLine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current problems with Redis, for the log and for {@code /health/ready}. A problem is logged when it is new, and when it recurs after
 * a minute or more, so that many connections that meet it together log one line. A problem that has not recurred for a minute counts as
 * over.
 */
public final class RedisProblems {

  private static final Logger LOG = LoggerFactory.getLogger(RedisProblems.class);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  /** The maximum number of remembered reasons. Usually there are few; this bounds unexpected ones. */
  private static final int MOST_REMEMBERED = 1_000;
  private static final int LONGEST = 300;

  private final String address;
  private final LongSupplier nanoTime;
  private final Map<String, Reason> reasons = new ConcurrentHashMap<>();
  private final Map<String, Long> logged = new ConcurrentHashMap<>();
  private volatile boolean any;

  private record Reason(String text, long nanos) {
  }

  public RedisProblems(String address) {
    this(address, System::nanoTime);
  }

  public RedisProblems(String address, LongSupplier nanoTime) {
    this.address = address;
    this.nanoTime = nanoTime;
  }

  /**
   * Records a problem.
   *
   * @param what goes wrong, as the end of a sentence: {@code "refuses limits"}
   */
  public void begin(String what, @Nullable String reason) {
    Reason now = new Reason(oneLine(String.valueOf(reason)), nanoTime.getAsLong());
    Reason before = reasons.put(what, now);
    any = true;
    if ((before == null || !before.text().equals(now.text())) && isNews(what + now.text())) {
      LOG.warn("Redis at {} {}: {}", address, what, now.text());
    }
  }

  private boolean isNews(String what) {
    long now = nanoTime.getAsLong();
    if (logged.size() > MOST_REMEMBERED) {
      logged.clear();
    }
    Long last = logged.get(what);
    boolean news = last == null || now - last > MINUTE_NANOS;
    if (news) {
      logged.put(what, now);
    }
    return news;
  }

  private static String oneLine(String reason) {
    return OneLine.cut(OneLine.of(reason).replaceAll(" {2,}", " ").strip(), LONGEST);
  }

  /** Records that it works; returns whether it did not before. */
  public boolean end(String what) {
    boolean was = reasons.remove(what) != null;
    any = !reasons.isEmpty();
    return was;
  }

  /** Ends all problems that begin with these words. */
  public void endAll(String words) {
    reasons.keySet().removeIf(what -> what.startsWith(words));
    any = !reasons.isEmpty();
  }

  /** Whether there is any problem; cheap enough to be called with each command. */
  public boolean any() {
    return any;
  }

  /** All problems, each as a sentence without its subject. */
  public List<String> all() {
    long now = nanoTime.getAsLong();
    reasons.values().removeIf(reason -> now - reason.nanos() > MINUTE_NANOS);
    any = !reasons.isEmpty();
    return reasons.entrySet().stream().map(problem -> problem.getKey() + ": " + problem.getValue().text()).sorted().toList();
  }
}
