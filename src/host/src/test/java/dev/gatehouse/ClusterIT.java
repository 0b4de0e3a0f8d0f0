package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.McpClient;
import dev.gatehouse.http.SseClient;
import dev.gatehouse.redis.TestCluster;
import dev.gatehouse.redis.connection.ConnectionLoss;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host at a Redis Cluster of real processes, under load, while nodes fail and slots move. Each test logs a line of the table. */
@ExtendWith(SameDay.class)
class ClusterIT {

  /** A call that runs while its key is revoked is written, and answered with 401. */
  private static final long MOST_ENDED = 20;
  private static final Logger LOG = LoggerFactory.getLogger(ClusterIT.class);
  private static final int KEYS = 12;
  private static final int QUOTA = 300;
  /** A slow machine stops a process for longer than it takes; the line in the log says how long it took. */
  private static final double MOST_MILLIS = 2_000;

  private TestCluster redis;
  private TestHost host;
  private List<String> keys;
  private String limited;
  private TestInfo test;
  /** Calls of the test itself that ran. */
  private int direct;

  @BeforeEach
  void name(TestInfo test) {
    this.test = test;
  }

  private void start(TestCluster cluster) throws Exception {
    redis = cluster;
    redis.start();
    host = new TestHost("{}", redis).plugin("demo", "math").user("gatehouse", "pw", rights());
    host.beforeAll(null);
    keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add(host.key("demo", "tools", "add"));
    }
    limited = host.key("demo", "tools", "add", "quota", QUOTA + "/1d");
    eventually(() -> add(keys.get(0)), 200);
  }

  /** As the manual has them. */
  private static List<String> rights() {
    List<String> rights = new ArrayList<>(LeastRightsIT.RIGHTS);
    rights.addAll(List.of("+cluster|info +cluster|nodes +cluster|slots +asking".split(" ")));
    return rights;
  }

  /** Makes the host's user on a node that is new, or has forgotten it. */
  private void grant(int node) {
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "gatehouse", "reset", "on", ">pw"));
    words.addAll(rights());
    assertThat(redis.cli(node, words.toArray(String[]::new))).isEqualTo("OK");
  }

  @AfterEach
  void stop() throws IOException {
    if (host != null) {
      host.afterAll(null);
    }
    redis.remove();
  }

  private Calls calls() {
    List<String> all = new ArrayList<>(keys);
    all.add(limited);
    return new Calls(host.url(), all).start(3);
  }

  private int add(String key) {
    int status = McpClient.of(host.url() + "/mcp").key(key).call("add", "{\"a\": 1, \"b\": 2}").status();
    direct += status == 200 ? 1 : 0;
    return status;
  }

  private String ready() {
    try {
      return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.adminPort() + "/health/ready"))
          .build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int owner(String name) {
    return redis.owner(redis.slot(name));
  }

  /** Revokes a key, and returns for how many milliseconds after Redis had said so calls with it were still admitted. */
  private double revoke(Calls calls, String key) throws InterruptedException {
    eventually(() -> redis.cli("SADD", "mcp:revoked", TestHost.idOf(key)).matches("[01]"));
    long told = System.nanoTime();
    eventually(() -> add(key), 401);
    Thread.sleep(200);
    return calls.lastMillisAfter(key, told);
  }

  /** Counts what was lost, and logs the line of the table. */
  private void report(Calls calls, double behind) throws InterruptedException {
    calls.close();
    int ran = calls.count("ran") + direct;
    int exceeded = Math.max(0, calls.admitted(limited) - QUOTA);
    long before = -1;
    for (long now = written(); now != before; now = written()) {
      before = now;
      Thread.sleep(1_000);
    }
    LOG.warn(
        "{}: {}; no call ran for {} ms; revoked keys let in for at most {} ms; limit exceeded by {}; audit entries lost {}, usage lost {}",
        test.getDisplayName(), calls.answers(), calls.longestPause(), Math.round(behind), exceeded, ran - before, ran - used());
    assertThat(exceeded).as("calls above the quota").isZero();
    assertThat(behind).as("ms for which a revoked key was let in").isLessThan(MOST_MILLIS);
    assertThat(before).as("no call is written twice").isBetween(ran - 500L, ran + MOST_ENDED);
    assertThat(calls.answers().keySet()).as("nothing but these answers").isSubsetOf("ran", "401", "429", "503");
  }

  private long written() {
    return Long.parseLong(redis.cli("XLEN", "mcp:audit:{demo}"));
  }

  private long used() {
    return redis.cli("KEYS", "mcp:usage:{demo}:*").lines().map(name -> redis.cli("HGET", name, "calls")).filter(calls -> !calls.isEmpty())
        .mapToLong(Long::parseLong).sum();
  }

  private static void aWhile() throws InterruptedException {
    Thread.sleep(3_000);
  }

  @Test
  void a_master_that_is_killed_fails_over() throws Exception {
    start(new TestCluster());
    int master = owner("mcp:revoked");
    try (Calls calls = calls()) {
      aWhile();
      double behind = revoke(calls, keys.get(1));
      assertThat(redis.both(master, "SADD mcp:revoked " + TestHost.idOf(keys.get(4)), "WAIT 1 5000")).containsExactly("1", "1");
      redis.kill(master);
      eventually(() -> owner("mcp:revoked") != master);
      assertThat(redis.cli("SISMEMBER", "mcp:revoked", TestHost.idOf(keys.get(4)))).as("what was waited for is kept").isEqualTo("1");
      behind = Math.max(behind, revoke(calls, keys.get(2)));
      eventually(() -> add(keys.get(0)), 200);
      redis.restart(master);
      grant(master);
      redis.awaitReplica(master);
      aWhile();
      behind = Math.max(behind, revoke(calls, keys.get(3)));
      report(calls, behind);
    }
  }

  @Test
  void so_does_one_that_hangs() throws Exception {
    start(new TestCluster());
    int master = owner("mcp:rate:{demo}");
    try (Calls calls = calls()) {
      aWhile();
      redis.pause(master);
      eventually(() -> owner("mcp:rate:{demo}") != master);
      eventually(() -> add(keys.get(0)), 200);
      double behind = revoke(calls, keys.get(1));
      redis.resume(master);
      redis.awaitReplica(master);
      aWhile();
      behind = Math.max(behind, revoke(calls, keys.get(2)));
      report(calls, behind);
    }
  }

  @Test
  void an_operator_may_fail_over() throws Exception {
    start(new TestCluster());
    int master = owner("mcp:revoked");
    try (Calls calls = calls()) {
      aWhile();
      assertThat(redis.cli(master + 3, "CLUSTER", "FAILOVER")).isEqualTo("OK");
      eventually(() -> owner("mcp:revoked") != master);
      double behind = revoke(calls, keys.get(1));
      aWhile();
      behind = Math.max(behind, revoke(calls, keys.get(2)));
      report(calls, behind);
    }
  }

  @Test
  void slots_move_to_other_masters_and_to_a_new_one() throws Exception {
    start(new TestCluster());
    double behind = 0;
    try (LogOf losses = new LogOf(ConnectionLoss.class.getName()); Calls calls = calls()) {
      int fresh = redis.addMaster();
      grant(fresh);
      // The host may have come before the node had its user; then it waits a while before it comes again.
      eventually(() -> !ready().contains("cannot use its node"));
      aWhile();
      for (int i = 0; i < 5; i++) {
        int to = i % 2 == 0 ? fresh : 0;
        redis.move(redis.slot("mcp:revoked"), to);
        behind = Math.max(behind, revoke(calls, keys.get(i + 1)));
        redis.move(redis.slot("mcp:rate:{demo}"), to);
        redis.move(redis.slot("mcp:key:" + TestHost.idOf(keys.get(i + 6))), to);
        behind = Math.max(behind, revoke(calls, keys.get(i + 6)));
      }
      aWhile();
      // A pause of this machine that is longer than a command may take costs calls.
      if (losses.lines().stream().noneMatch(line -> line.contains("no answer for"))) {
        assertThat(calls.count("503")).as("nobody is refused").isZero();
      }
      report(calls, behind);
    }
  }

  @Test
  void keys_of_a_master_that_is_lost_are_refused_and_others_go_on() throws Exception {
    start(new TestCluster(3, false));
    int lost = (owner("mcp:revoked") + 1) % 3;
    for (String name : List.of("mcp:tenant:demo", "mcp:rate:{demo}")) {
      if (owner(name) == lost) {
        redis.move(redis.slot(name), owner("mcp:revoked"));
      }
    }
    aWhile();
    String itsOwn = keyOf(lost, true);
    String other = keyOf(lost, false);
    eventually(() -> add(other), 200);
    try (SseClient stream = SseClient.listen(host.url() + "/mcp", other);
        SseClient beside = SseClient.listen(host.url() + "/mcp", itsOwn)) {
      beside.next();
      redis.kill(lost);
      eventually(() -> add(itsOwn), 503);
      eventually(() -> add(other), 200);
      // What is read together with a key that cannot be read.
      for (int i = 0; i < 50; i++) {
        CompletableFuture<Integer> refused = CompletableFuture.supplyAsync(() -> add(itsOwn));
        assertThat(add(other)).isEqualTo(200);
        assertThat(refused.get()).isEqualTo(503);
      }
      eventually(() -> ready().contains("slots have no master that works"));
      assertThat(ready()).contains("\"status\":\"UP\"").contains("cannot use its node 127.0.0.1:" + redis.port(lost));
      redis.cli("SADD", "mcp:revoked", TestHost.idOf(other));
      eventually(() -> add(other), 401);
      assertThat(stream.next().json().path("method").textValue()).isEqualTo("notifications/subscriptions/acknowledged");
      assertThat(stream.next().json().at("/error/message").textValue()).contains("no longer valid");
    }
    redis.restart(lost);
    grant(lost);
    eventually(() -> add(itsOwn), 200);
    eventually(() -> !ready().contains("slots have no master that works") && !ready().contains("cannot use its node"));
  }

  private String keyOf(int node, boolean is) {
    for (int i = 0; i < 1_000; i++) {
      String key = host.key("demo", "tools", "add");
      if (owner("mcp:key:" + TestHost.idOf(key)) == node == is) {
        return key;
      }
    }
    throw new IllegalStateException("no such key");
  }

  @Test
  void a_cluster_that_takes_no_commands_makes_the_host_not_ready() throws Exception {
    start(new TestCluster(3, false, "--cluster-require-full-coverage", "yes"));
    redis.kill(2);
    eventually(() -> ready().contains("cluster_state is fail"));
    assertThat(ready()).contains("\"status\":\"DOWN\"");
    eventually(() -> add(keys.get(0)), 503);
    redis.restart(2);
    grant(2);
    eventually(() -> add(keys.get(0)), 200);
    eventually(() -> ready().contains("\"status\":\"UP\""));
  }
}
