package dev.gatehouse.bench.soak;

import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Wire;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** An ordinary caller of a tenant: calls, lists, sessions opened and dropped, streams. */
final class Caller extends Actor {

  private static final String[] REVISIONS = {"2025-03-26", "2025-06-18", "2025-11-25"};
  private static final int THINK_MILLIS = 8;

  private final String tenant;
  private final Agent agent;

  Caller(Site site, long seed, String tenant) throws IOException {
    super(site, seed);
    this.tenant = tenant;
    MintedKey key = site.key(random, tenant, "prompts", "*", "resources", "*");
    this.agent = site.agent(tenant, key);
  }

  @Override
  void act() throws IOException, InterruptedException {
    if (random.nextInt(3) == 0 && agent.open(REVISIONS[random.nextInt(REVISIONS.length)])) {
      session();
    } else {
      calls(10 + random.nextInt(40));
    }
    if (random.nextInt(6) == 0) {
      watch(agent.listen(), "streams of changes");
    }
  }

  private void session() throws IOException, InterruptedException {
    Wire stream = random.nextInt(3) == 0 ? agent.stream() : null;
    calls(5 + random.nextInt(25));
    if (stream != null) {
      watch(stream, "streams of sessions");
    }
    if (random.nextBoolean()) {
      agent.delete();
    } else {
      agent.forget();
    }
  }

  private void calls(int many) throws InterruptedException {
    for (int i = 0; i < many && site.running; i++) {
      call();
      pause(THINK_MILLIS);
    }
  }

  private void call() {
    int what = random.nextInt(12);
    if (what == 0) {
      expect(agent.list("tools/list"), Reply.Kind.OK, "a list");
    } else if (what == 1 && tenant.equals(Site.RICH)) {
      expect(agent.call("test_error_handling", "{}"), Reply.Kind.ERROR, "a tool that fails");
    } else {
      Reply reply = agent.call("add", "{\"a\":2,\"b\":3}");
      expect(reply, Reply.Kind.OK, "a good key");
      if (reply.kind() == Reply.Kind.OK && !Site.isRight(tenant, reply.text())) {
        site.tally.fault("a wrong answer", reply.text());
      }
    }
  }

  /** Reads a stream for a while and closes it. */
  private void watch(Wire stream, String what) throws IOException {
    try (stream) {
      int status = stream.head(20_000);
      if (status != 200) {
        return;
      }
      site.tally.count(what);
      for (String data = stream.data(500 + random.nextInt(2_000)); data != null; data = stream.data(500)) {
        if (data.contains("list_changed")) {
          site.tally.count("changes heard on streams");
        }
      }
    } catch (SocketTimeoutException e) {
      // It has told what there was to tell.
      return;
    }
  }
}
