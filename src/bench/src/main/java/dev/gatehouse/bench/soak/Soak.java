package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.Arguments;
import dev.gatehouse.bench.Vitals;
import dev.gatehouse.bench.Workbench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps the built host under mixed load of three tenants: calls of both eras, sessions, streams, keys that are made, revoked and expire,
 * refusals, limits, a jar that is swapped, and a Redis that is killed now and then. Prints what callers saw, whether each answered call
 * was written down exactly once, and whether heap, threads and open files stay flat.
 *
 * <p>{@code Soak ROOT [SECONDS [SEED]]}, where ROOT is the repository with its built jars. Exit status 1 when there is a fault.
 */
public final class Soak {

  private static final int CALLERS_PER_TENANT = 3;
  private static final int SWAP_SECONDS = 20;
  private static final int DOWN_MILLIS = 1_500;
  private static final int SAMPLES = 30;
  private static final int WARM_UP_SECONDS = 5;
  private static final int WRITTEN_SECONDS = 30;

  private final int seconds;
  private final int seed;
  private final Site site;
  private final Samples samples = new Samples();
  private final List<Thread> threads = new ArrayList<>();
  private final long began = System.nanoTime();

  private Soak(Workbench bench, int seconds, int seed) throws IOException, InterruptedException {
    this.seconds = seconds;
    this.seed = seed;
    this.site = new Site(bench);
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    int seconds = Arguments.number(args, 1, "SECONDS", 60);
    int seed = Arguments.number(args, 2, "SEED", ThreadLocalRandom.current().nextInt(1, 999_999));
    Workbench.exit(args[0], bench -> new Soak(bench, seconds, seed).run());
  }

  private boolean run() throws IOException, InterruptedException {
    System.out.printf("seed %d, %d s%n", seed, seconds);
    AuditReader audit = new AuditReader(site.redis, site.tally);
    actors();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    long nextSample = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end && site.host.process().isAlive()) {
      Thread.sleep(500);
      audit.look();
      if (System.nanoTime() > nextSample) {
        nextSample += Math.max(2, seconds / SAMPLES) * 1_000_000_000L;
        sample();
      }
    }
    stop();
    return report(audit);
  }

  private void actors() throws IOException {
    int number = 0;
    for (String tenant : List.of(Site.SWAPPED, Site.PLAIN, Site.RICH)) {
      for (int i = 0; i < CALLERS_PER_TENANT; i++) {
        start(new Caller(site, seed * 100L + number++, tenant));
      }
    }
    start(new Prober(site, seed * 100L + number++));
    start(new KeyLife(site, seed * 100L + number++));
    start(new Refused(site, seed * 100L + number++));
    start(new Swapper(site, seed * 100L + number++));
    start(new Killer(site, seed * 100L + number, Math.max(15, seconds / 8)));
  }

  private void start(Actor actor) {
    Thread thread = new Thread(actor, actor.getClass().getSimpleName());
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private void sample() throws InterruptedException {
    synchronized (site.quiet) {
      try {
        samples.add((System.nanoTime() - began) / 1e9, Vitals.of(site.host));
      } catch (IOException e) {
        site.tally.fault("the admin port did not answer", e.toString());
      }
    }
  }

  private void stop() throws InterruptedException {
    site.running = false;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private boolean report(AuditReader audit) throws IOException, InterruptedException {
    if (!site.host.process().isAlive()) {
      site.tally.fault("the host has ended", "");
    }
    long end = System.nanoTime() + WRITTEN_SECONDS * 1_000_000_000L;
    do {
      Thread.sleep(500);
      audit.look();
    } while (audit.missing() > 0 && System.nanoTime() < end);
    audit.compareCalls();
    audit.compareUsage();
    LogSummary.print(site.host.log(), site.tally);
    site.tally.print();
    System.out.println("the host, after a full collection each time:");
    boolean flat = samples.print();
    return site.tally.good() && flat;
  }

  /** Swaps a jar now and then. */
  private static final class Swapper extends Actor {

    Swapper(Site site, long seed) {
      super(site, seed);
    }

    @Override
    void act() throws IOException, InterruptedException {
      pause(SWAP_SECONDS * 1_000);
      site.swap();
    }
  }

  /** Kills Redis now and then, and starts it again with what it had written. */
  private static final class Killer extends Actor {

    private final int everySeconds;

    Killer(Site site, long seed, int everySeconds) {
      super(site, seed);
      this.everySeconds = everySeconds;
    }

    @Override
    void act() throws IOException, InterruptedException {
      pause(everySeconds * 1_000);
      if (site.running) {
        site.tally.redisGoes();
        site.redis.kill();
        Thread.sleep(DOWN_MILLIS);
        start();
      }
    }

    /** A Redis that stays away would excuse everything. */
    private void start() throws InterruptedException {
      try {
        site.redis.start();
        site.tally.redisIsBack();
        site.tally.count("kills of Redis");
      } catch (IOException e) {
        site.tally.fault("Redis did not come back", e.toString());
      }
    }
  }
}
