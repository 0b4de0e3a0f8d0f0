package dev.gatehouse.bench;

import dev.gatehouse.bench.plugin.StagePlugin;
import java.io.IOException;

/** The rows of this host. Those of one configuration share a process. */
final class HostCases {

  private static final String RATE = "1000000000/1d";
  private static final String LEASED = "\"limits\": {\"lease\": \"auto\"}";
  private static final String EXACT = "\"limits\": {\"lease\": \"off\"}";

  private final Cases cases;
  private final Workbench bench;
  private final RedisProcess redis;

  private HostCases(Cases cases, Workbench bench, RedisProcess redis) {
    this.cases = cases;
    this.bench = bench;
    this.redis = redis;
  }

  static void add(Cases cases, Workbench bench, RedisProcess redis) throws IOException, InterruptedException {
    if (cases.wants("key", "key-inline", "key-stage", "rate", "lease")) {
      new HostCases(cases, bench, redis).add();
    }
  }

  private void add() throws IOException, InterruptedException {
    boolean leases = new BuiltHost(bench, "asked", redis, LEASED).isGood();
    BuiltHost host = new BuiltHost(bench, "host", redis, leases ? LEASED : "");
    host.putMath("demo");
    host.put("stage", "math", StagePlugin.class);
    boolean inline = putInline(host);
    host.start();
    cases.add("key", () -> row("key", "key; the tool may block", host, host.mint("demo")));
    cases.tryAdd("key-inline", () -> row("key-inline", "key; the tool does not block", host, host.mint(needed(inline, "inline",
        "this build's @Tool has no 'blocking'"))));
    cases.add("key-stage", () -> row("key-stage", "key; the tool returns a stage", host, host.mint("stage")));
    cases.add("rate", () -> rate(leases ? exact() : host));
    cases.tryAdd("lease", () -> row("lease", "key and rate, leased", host, host.mint(needed(leases, "demo",
        "this build has no limits.lease"), "--rate", RATE)));
  }

  /** A rate that is taken from Redis by each call. */
  private Case rate(BuiltHost host) throws IOException {
    return row("rate", "key and rate, exact", host, host.mint("demo", "--rate", RATE));
  }

  private BuiltHost exact() throws IOException {
    BuiltHost host = new BuiltHost(bench, "exact", redis, EXACT);
    host.putMath("demo");
    host.start();
    return host;
  }

  private boolean putInline(BuiltHost host) throws IOException {
    try {
      host.put("inline", "math", PluginJar.compile(bench.file("inline.jar"), "InlinePlugin"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String needed(boolean there, String tenant, String otherwise) throws IOException {
    if (!there) {
      throw new IOException(otherwise);
    }
    return tenant;
  }

  private static Case row(String name, String title, BuiltHost host, Endpoint to) {
    return new Case(name, title, host.process(), to.port(), CallMessage.modern(to.key(), "add", Case.ARGUMENTS), true, true);
  }
}
