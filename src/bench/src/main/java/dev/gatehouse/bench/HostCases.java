package dev.gatehouse.bench;

import dev.gatehouse.bench.plugin.AddPlugin;
import dev.gatehouse.bench.plugin.StagePlugin;
import java.io.IOException;

/** The rows of this host. Those of one configuration share a process, and each kind of tool is a tenant. */
final class HostCases {

  private static final String RATE = "1000000000/1d";
  private static final String LEASED = "\"limits\": {\"lease\": \"auto\"}";
  private static final String EXACT = "\"limits\": {\"lease\": \"off\"}";
  private static final String INLINE = "inline";
  private static final String THREAD = "thread";
  private static final String STAGE = "stage";

  private final Cases cases;
  private final Workbench bench;
  private final RedisProcess redis;
  /** Whether this build knows tools that do not block, leases, and tokens. */
  private final boolean inlines;
  private final boolean leases;
  private final boolean tokens;

  private HostCases(Cases cases, Workbench bench, RedisProcess redis) throws IOException, InterruptedException {
    this.cases = cases;
    this.bench = bench;
    this.redis = redis;
    this.inlines = PluginJar.compiles(bench.file("inline.jar"), "InlinePlugin");
    this.leases = new BuiltHost(bench, "asked", redis, LEASED).isGood();
    this.tokens = cases.wants("token") && new BuiltHost(bench, redis, "").knows("issuer");
  }

  static void add(Cases cases, Workbench bench, RedisProcess redis) throws IOException, InterruptedException {
    if (cases.wants("key", "key-inline", "key-stage", "token", "rate", "lease")) {
      new HostCases(cases, bench, redis).add();
    }
  }

  private void add() throws IOException, InterruptedException {
    put();
    BuiltHost host = start("host", leases ? LEASED : "");
    cases.add("key", () -> row("key", "key; the tool may block", host, THREAD));
    cases.tryAdd("key-inline", () -> row("key-inline", "key; the tool does not block", host, needed(inlines, INLINE)));
    cases.add("key-stage", () -> row("key-stage", "key; the tool returns a stage", host, STAGE));
    cases.tryAdd("token", () -> token(host, needed(tokens && inlines, INLINE)));
    cases.add("rate", () -> row("rate", "key and rate, exact; the tool " + blocks(), leases ? start("exact", EXACT) : host,
        cheapest(), "--rate", RATE));
    cases.tryAdd("lease", () -> row("lease", "key and rate, leased; the tool " + blocks(), host, needed(leases, cheapest()),
        "--rate", RATE));
  }

  private BuiltHost start(String name, String limits) throws IOException {
    BuiltHost host = new BuiltHost(bench, name, redis, limits);
    host.start();
    return host;
  }

  /** Into the folder that the hosts of this run share. */
  private void put() throws IOException {
    BuiltHost any = new BuiltHost(bench, redis, "");
    any.put(THREAD, "math", AddPlugin.class);
    any.put(STAGE, "math", StagePlugin.class);
    if (inlines) {
      any.put(INLINE, "math", bench.file("inline.jar"));
    }
  }

  private String cheapest() {
    return inlines ? INLINE : THREAD;
  }

  private String blocks() {
    return inlines ? "does not block" : "may block";
  }

  private static String needed(boolean known, String tenant) throws IOException {
    if (!known) {
      throw new IOException("this build does not know it");
    }
    return tenant;
  }

  /** A token that the host knows from the second call on. */
  private Case token(BuiltHost host, String tenant) throws IOException {
    return new Case("token", "token; the tool does not block", host.process(), host.port(),
        CallMessage.modern(MintedToken.create(redis, tenant), "add", Case.ARGUMENTS), true, true);
  }

  private static Case row(String name, String title, BuiltHost host, String tenant, String... more) throws IOException {
    Endpoint to = host.mint(tenant, more);
    return new Case(name, title, host.process(), to.port(), CallMessage.modern(to.key(), "add", Case.ARGUMENTS), true, true);
  }
}
