package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Redis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends the rights of a key while several connections call with it as fast as they can: a call that is sent later than 100 ms after
 * Redis has taken the change must not be admitted.
 */
final class Prober extends Actor {

  private static final int CONNECTIONS = 4;
  private static final long WITHIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BEFORE_MILLIS = 60;
  private static final int AFTER_MILLIS = 350;
  private static final int PAUSE_MILLIS = 900;

  private volatile boolean hammering;
  private volatile long changed;

  Prober(Site site, long seed) {
    super(site, seed);
  }

  @Override
  void act() throws IOException, InterruptedException {
    String owner = "o" + random.nextInt(Integer.MAX_VALUE);
    MintedKey key = site.key(random, Site.PLAIN, "owner", owner);
    synchronized (site.quiet) {
      probe(key, owner);
    }
    pause(PAUSE_MILLIS);
  }

  private void probe(MintedKey key, String owner) throws IOException, InterruptedException {
    hammering = true;
    changed = 0;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Thread thread = new Thread(() -> hammer(key), "probe");
      thread.start();
      threads.add(thread);
    }
    try (Redis redis = site.redis.connect()) {
      Thread.sleep(BEFORE_MILLIS);
      end(redis, key, owner);
      changed = System.nanoTime();
      Thread.sleep(AFTER_MILLIS);
    } finally {
      hammering = false;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private void end(Redis redis, MintedKey key, String owner) throws IOException {
    switch (random.nextInt(5)) {
      case 0 -> redis.ask("SADD", "mcp:revoked", "owner:" + Site.PLAIN + ":" + owner);
      case 1 -> redis.ask("DEL", "mcp:key:" + key.id());
      case 2 -> redis.ask("HSET", "mcp:key:" + key.id(), "status", "disabled");
      default -> redis.ask("SADD", "mcp:revoked", key.id());
    }
    site.tally.count("revocations");
  }

  private void hammer(MintedKey key) {
    try (Agent agent = site.agent(Site.PLAIN, key)) {
      while (hammering) {
        long sent = System.nanoTime();
        Reply reply = agent.call("add", "{\"a\":2,\"b\":3}");
        boolean admitted = reply.kind() == Reply.Kind.OK || reply.kind() == Reply.Kind.ERROR;
        if (changed == 0) {
          site.tally.count(admitted ? "calls of a key before its revocation, admitted" : "calls of a key before its revocation, refused");
        } else if (sent > changed) {
          probed(sent - changed, admitted, key);
        }
        if (!admitted) {
          // A refused caller does not hurry: a flood of refusals is another test.
          Thread.sleep(2);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probed(long after, boolean admitted, MintedKey key) {
    site.tally.count("probes after a revocation");
    if (admitted && after > WITHIN_NANOS) {
      site.tally.fault("a call was admitted later than 100 ms after its key was revoked",
          key + ", sent " + TimeUnit.NANOSECONDS.toMillis(after) + " ms after");
    } else if (admitted) {
      site.tally.count("probes admitted within 100 ms");
    }
  }
}
