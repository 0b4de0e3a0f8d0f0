package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Redis;
import java.io.IOException;

/** Makes keys that end by themselves, by a field or by Redis's own expiry, and sees that they begin and end in time. */
final class KeyLife extends Actor {

  private static final int LATEST_MILLIS = 200;
  private static final int PAUSE_MILLIS = 500;

  KeyLife(Site site, long seed) {
    super(site, seed);
  }

  @Override
  void act() throws IOException, InterruptedException {
    boolean field = random.nextBoolean();
    long end = (System.currentTimeMillis() / 1000 + 3) * 1000;
    MintedKey key = field ? site.key(random, Site.PLAIN, "exp", Long.toString(end / 1000)) : site.key(random, Site.PLAIN);
    if (!field) {
      try (Redis redis = site.redis.connect()) {
        redis.ask("PEXPIREAT", "mcp:key:" + key.id(), Long.toString(end));
      }
    }
    site.tally.count("keys that end by themselves");
    try (Agent agent = site.agent(Site.PLAIN, key)) {
      live(agent, end);
    }
    pause(PAUSE_MILLIS);
  }

  /** A key that the host has not seen yet may have to wait while others try many that do not exist. */
  private void early(Reply reply) {
    if (reply.kind() == Reply.Kind.LIMITED) {
      site.tally.count("new keys that were told to wait");
    } else {
      expect(reply, Reply.Kind.OK, "a new key");
    }
  }

  private void live(Agent agent, long end) throws InterruptedException {
    while (System.currentTimeMillis() < end + 1_500 && site.running) {
      long sent = System.currentTimeMillis();
      Reply reply = agent.call("add", "{\"a\":2,\"b\":3}");
      boolean admitted = reply.kind() == Reply.Kind.OK;
      if (admitted && sent > end + LATEST_MILLIS) {
        site.tally.fault("a call was admitted after its key's end", (sent - end) + " ms after");
      } else if (!admitted && sent < end - LATEST_MILLIS && System.currentTimeMillis() < end) {
        early(reply);
      }
      pause(60);
    }
  }
}
