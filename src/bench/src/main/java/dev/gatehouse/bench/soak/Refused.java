package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.MintedKey;
import java.io.IOException;

/** Callers who are refused: no right, no key, too many calls. */
final class Refused extends Actor {

  private static final int PER_SECOND = 20;
  private static final int SLACK = 10;
  private static final int PAUSE_MILLIS = 10;

  private final Agent none;
  private final Agent limited;
  private long admitted;
  private long first;

  Refused(Site site, long seed) throws IOException {
    super(site, seed);
    this.none = site.agent(Site.PLAIN, site.key(random, Site.PLAIN, "tools", "sub*"));
    this.limited = site.agent(Site.RICH, site.key(random, Site.RICH, "rate", PER_SECOND + "/1s"));
  }

  @Override
  void act() throws IOException, InterruptedException {
    int what = random.nextInt(100);
    if (what == 0) {
      stranger();
    } else if (what < 20) {
      Reply reply = none.call("add", "{\"a\":2,\"b\":3}");
      never(reply, "a key without the right");
    } else {
      limit();
    }
    pause(PAUSE_MILLIS);
  }

  private void stranger() {
    try (Agent nobody = site.agent(Site.PLAIN, MintedKey.of(random))) {
      never(nobody.call("add", "{\"a\":2,\"b\":3}"), "a key that nobody made");
    }
  }

  private void never(Reply reply, String who) {
    if (reply.kind() == Reply.Kind.OK || reply.kind() == Reply.Kind.ERROR) {
      site.tally.fault(who + " was admitted", reply.text());
    }
  }

  private void limit() {
    if (first == 0) {
      first = System.nanoTime();
    }
    Reply reply = limited.call("add", "{\"a\":2,\"b\":3}");
    admitted += reply.kind() == Reply.Kind.OK ? 1 : 0;
    double most = PER_SECOND + SLACK + PER_SECOND * (System.nanoTime() - first) / 1e9;
    if (admitted > most) {
      site.tally.fault("a rate of " + PER_SECOND + "/1s let more through", admitted + " calls where " + (long) most + " are most");
    }
  }
}
