package dev.gatehouse.bench;

import dev.gatehouse.bench.plugin.AddPlugin;
import dev.gatehouse.bench.plugin.StagePlugin;
import dev.gatehouse.bench.plugin.StepsPlugin;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.util.List;

/** The rows of this host. Those of one configuration share a process, and each kind of tool is a tenant. */
final class HostCases {

  private static final String RATE = "1000000000/1d";
  private static final String LEASED = "\"limits\": {\"lease\": \"auto\"}";
  private static final String EXACT = "\"limits\": {\"lease\": \"off\"}";
  private static final String INLINE = "inline";
  private static final String THREAD = "thread";
  private static final String STAGE = "stage";
  private static final String STEPS = "steps";
  private static final String LIMITED = "limited";
  private static final String OWNER = "bench";
  private static final int LONG_ENOUGH = 100;
  private static final int LOOK_MILLIS = 200;

  private final Cases cases;
  private final Workbench bench;
  private final RedisProcess redis;
  /** Whether this build knows tools that do not block, leases, and tokens. */
  private final boolean inlines;
  private final boolean leases;
  private final boolean tokens;
  /** Takes what hosts with telemetry send, and throws it away. */
  private HttpServer collector;

  private HostCases(Cases cases, Workbench bench, RedisProcess redis) throws IOException, InterruptedException {
    this.cases = cases;
    this.bench = bench;
    this.redis = redis;
    this.inlines = PluginJar.compiles(bench.file("inline.jar"), "InlinePlugin");
    this.leases = new BuiltHost(bench, "asked", redis, LEASED).isGood();
    this.tokens = cases.wants("token") && new BuiltHost(bench, redis, "").knows("issuer");
  }

  static void add(Cases cases, Workbench bench, RedisProcess redis) throws IOException, InterruptedException {
    if (cases.wants(Rows.ofThisHost())) {
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
    if (cases.wants("rate", "limits")) {
      addExact(leases ? start("exact", EXACT) : host);
    }
    cases.tryAdd("lease", () -> row("lease", "key and rate, leased; the tool " + blocks(), host, needed(leases, cheapest()),
        "--rate", RATE));
    addOfUnits(host);
  }

  private void addExact(BuiltHost host) throws IOException, InterruptedException {
    cases.add("rate", () -> row("rate", "key and rate, exact; the tool " + blocks(), host, cheapest(), "--rate", RATE));
    cases.add("limits", () -> {
      try (Redis connection = redis.connect()) {
        connection.ask("HSET", "mcp:tenant:" + LIMITED, "rate", RATE);
        connection.ask("HSET", "mcp:owner:" + LIMITED + ':' + OWNER, "rate", RATE);
      }
      return row("limits", "rates of tenant, owner and key, exact; the tool " + blocks(), host, LIMITED, "--owner", OWNER, "--rate", RATE);
    });
  }

  private void addOfUnits(BuiltHost host) throws IOException, InterruptedException {
    cases.add("quota", () -> row("quota", "key and quota; the tool " + blocks(), host, cheapest(), "--quota", RATE));
    cases.tryAdd("edge", this::edge);
    cases.tryAdd("traced", () -> traced("traced", 0.01));
    cases.tryAdd("traced-all", () -> traced("traced-all", 1));
    cases.add("progress", () -> of("progress", "key and 10 messages of progress; the tool may block", host,
        CallMessage.modern(host.mint(STEPS).key(), "add", Case.ARGUMENTS, ",\"progressToken\":1")));
    cases.add("session", () -> of("session", "session of 2025-06-18; the tool " + blocks(), host,
        CallMessage.session(host.mint(cheapest()).key(), "add", Case.ARGUMENTS, "")));
    cases.add("session-progress", () -> of("session-progress", "session and 10 messages of progress; the tool may block", host,
        CallMessage.session(host.mint(STEPS).key(), "add", Case.ARGUMENTS, ",\"_meta\":{\"progressToken\":1}")));
  }

  /** The tool is on a worker; its tenant is the same. */
  private Case edge() throws IOException, InterruptedException {
    int cluster = FreePort.any();
    BuiltHost edge = BuiltHost.edge(bench, redis, cluster);
    edge.start();
    BuiltHost worker = BuiltHost.worker(bench, redis, cluster);
    worker.start();
    Endpoint to = edge.mint(cheapest());
    for (int i = 0; KeyWalk.all(List.of(to)) == 0; i++) {
      if (i == LONG_ENOUGH) {
        throw new IOException("the edge does not serve what the worker has");
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return new Case("edge", "key; edge and worker; the tool " + blocks(), edge.process(), List.of(worker.process()), edge.port(),
        CallMessage.modern(to.key(), "add", Case.ARGUMENTS), true, true);
  }

  /** As {@code key-inline}, with telemetry, and this part of the calls sampled. */
  private Case traced(String name, double sampling) throws IOException, InterruptedException {
    if (collector == null) {
      collector = Vertx.vertx().createHttpServer().requestHandler(request -> request.response().end()).listen(0, "127.0.0.1").await();
    }
    String telemetry = "\"telemetry\": {\"endpoint\": \"http://127.0.0.1:" + collector.actualPort() + "\", \"sampling\": " + sampling + "}";
    needed(new BuiltHost(bench, "asked", redis, telemetry).isGood(), INLINE);
    return row(name, "key; the tool does not block; " + sampling + " of the calls traced", start(name, telemetry), needed(inlines, INLINE));
  }

  private static Case of(String name, String title, BuiltHost host, CallMessage message) {
    return new Case(name, title, host.process(), host.port(), message, true, true);
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
    any.put(STEPS, "math", StepsPlugin.class);
    if (inlines) {
      any.put(INLINE, "math", bench.file("inline.jar"));
      any.put(LIMITED, "math", bench.file("inline.jar"));
    } else {
      any.put(LIMITED, "math", AddPlugin.class);
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
    return of("token", "token; the tool does not block", host,
        CallMessage.modern(MintedToken.create(redis, tenant), "add", Case.ARGUMENTS));
  }

  private static Case row(String name, String title, BuiltHost host, String tenant, String... more) throws IOException {
    Endpoint to = host.mint(tenant, more);
    return of(name, title, host, CallMessage.modern(to.key(), "add", Case.ARGUMENTS));
  }
}
