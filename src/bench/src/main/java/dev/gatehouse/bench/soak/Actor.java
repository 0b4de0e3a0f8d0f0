package dev.gatehouse.bench.soak;

import java.io.IOException;
import java.util.Random;

/** Does one kind of thing again and again, on a thread of its own, until the run ends. */
abstract class Actor implements Runnable {

  final Site site;
  final Random random;

  Actor(Site site, long seed) {
    this.site = site;
    this.random = new Random(seed);
  }

  /** Once. */
  abstract void act() throws IOException, InterruptedException;

  @Override
  public void run() {
    try {
      while (site.running) {
        try {
          act();
        } catch (IOException e) {
          failed(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Redis may be away, and then what was to be done is not done. */
  private void failed(IOException e) throws InterruptedException {
    if (site.tally.excuses(0)) {
      site.tally.count("done without, since Redis was away");
    } else {
      site.tally.fault("something could not be done", getClass().getSimpleName() + ": " + e);
    }
    pause(200);
  }

  /** About so long, or less when the run ends. */
  void pause(int millis) throws InterruptedException {
    long end = System.nanoTime() + (millis / 2 + random.nextInt(millis)) * 1_000_000L;
    while (site.running && System.nanoTime() < end) {
      Thread.sleep(Math.min(50, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
    }
  }

  /** A reply that a good key must not get, unless Redis was away. */
  void expect(Reply reply, Reply.Kind kind, String who) {
    boolean known = reply.kind() == Reply.Kind.NONE || reply.kind() == Reply.Kind.BROKEN;
    if (reply.kind() != kind && reply.kind() != Reply.Kind.UNAVAILABLE && !known) {
      site.tally.fault(who + " was answered " + reply.kind(), reply.text());
    }
  }
}
