package dev.gatehouse.bench;

import java.time.Duration;
import java.util.List;

/**
 * Holds every answer against the versions of a jar that can have given it. Versions are numbered from 0 as they are put in, and take
 * turns in what they answer. Answers come on one thread, which alone writes the counts.
 */
final class Versions implements Load.Listener {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long AFTER_FAILURE_MILLIS = 10;

  private final List<String> texts;
  /** Per caller: the last version that anybody had seen when its call was sent, and what its last answer was. */
  private final int[] seenWhenSent;
  private final int[] last;
  private volatile int put;
  private volatile int seen;
  private long calls;
  private long failed;
  private long wrong;
  private long stale;
  private long switches;
  private Answer example;

  /**
   * Begins with version 0.
   *
   * @param texts what the versions answer, in turn
   */
  Versions(List<String> texts, int callers) {
    this.texts = texts;
    this.seenWhenSent = new int[callers];
    this.last = new int[callers];
  }

  @Override
  public long answered(int caller, Answer answer, long nanos) {
    calls++;
    int text = text(answer);
    if (text >= 0) {
      right(caller, text);
    } else {
      example = answer;
      if (answer.isResult()) {
        wrong++;
      } else {
        failed++;
      }
    }
    seenWhenSent[caller] = seen;
    return text >= 0 ? 0 : AFTER_FAILURE_MILLIS;
  }

  private int text(Answer answer) {
    for (int i = 0; i < texts.size(); i++) {
      if (answer.says(texts.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private void right(int caller, int text) {
    int newest = put;
    if (text == newest % texts.size()) {
      seen = newest;
    } else if (seenWhenSent[caller] == newest) {
      // Somebody had the newest version's answer before this call was sent, so the old one must not get it any more.
      stale++;
    }
    if (text != last[caller]) {
      switches++;
      last[caller] = text;
    }
  }

  /** The version of this number is about to be put in. */
  void put(int number) {
    put = number;
  }

  /**
   * Waits for an answer of this version.
   *
   * @throws IllegalStateException when there is none for 30 seconds
   */
  void awaitSeen(int number) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (seen < number) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("version " + number + " did not answer within " + PATIENCE.toSeconds() + " s of being put in");
      }
      Thread.sleep(5);
    }
  }

  /** Whether every answer so far was right, once the callers have stopped. */
  boolean good() {
    return failed + wrong + stale == 0 && calls > 0;
  }

  void print(int swaps) {
    System.out.printf("%d swaps under %d connections, JDK %d%n", swaps, last.length, Runtime.version().feature());
    System.out.printf("calls %d, failed %d, wrong %d, by a version already replaced %d%n", calls, failed, wrong, stale);
    System.out.printf("the version of the answers switched %d times, over all connections; with every swap seen by each it is %d%n",
        switches, swaps * last.length);
    if (example != null) {
      System.err.println("a call was answered " + example);
    }
  }
}
