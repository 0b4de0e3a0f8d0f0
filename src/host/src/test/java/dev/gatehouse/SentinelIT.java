package dev.gatehouse;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.redis.TestNetwork;
import dev.gatehouse.redis.TestNode;
import dev.gatehouse.redis.TestSentinel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redis fails over by Sentinels while a whole host is under load: no limit is exceeded, no key that was revoked is let in, and calls are
 * admitted again by themselves. With the settings that the manual recommends. At the end it prints what each fail-over cost.
 */
@Timeout(420)
@ExtendWith(SameDay.class)
class SentinelIT {

  /** A call that runs while its key is revoked is written, and answered with 401. */
  private static final long MOST_ENDED = 20;
  private static final String[] GUARDED = {"--min-replicas-to-write", "1", "--min-replicas-max-lag", "2"};
  private static final int FAST = 20;
  private static final int SLOW = 30;
  /** For so long a host that hears nothing of a revocation may go by what it knows. */
  private static final long REVOKED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final List<String> TABLE = new ArrayList<>();

  @TempDir
  private Path temp;

  private TestSentinel sentinel;
  private TestNetwork network;
  private Host host;
  private FailOverLoad load;
  private final Map<String, String> ids = new TreeMap<>();
  private long before;
  private long fault;
  private long after;

  @AfterAll
  static void print() {
    System.out.println("Sentinel fail-over under load:");
    TABLE.forEach(System.out::println);
  }

  @AfterEach
  void end() throws Exception {
    if (load != null) {
      load.end();
    }
    if (host != null) {
      host.close();
    }
    if (sentinel != null) {
      sentinel.close();
    }
    if (network != null) {
      network.close();
    }
  }

  private void start(TestSentinel of) throws Exception {
    sentinel = of.redis(GUARDED).start();
    Files.copy(Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar"),
        Files.createDirectories(temp.resolve("plugins/demo")).resolve("math.jar"));
    host = Host.start(ConfigLoader.load(Files.writeString(temp.resolve("gatehouse.json"), """
        { "redis": {"url": "%s", "connectTimeout": "60s"}, "plugins": {"dir": "%s"}, "http": {"port": 0}, "admin": {"port": 0} }"""
        .formatted(sentinel.url(), temp.resolve("plugins")))));
    load = new FailOverLoad();
    call("free", 3);
    call("fast", 2, "rate", FAST + "/1s");
    call("slow", 1, "rate", SLOW + "/1m");
    call("revokedBefore", 1);
    call("revokedAfter", 1);
    eventually(() -> load.acceptedAfter("free", 0) > 50 && load.acceptedAfter("slow", 0) >= SLOW);
  }

  private void call(String caller, int threads, String... fields) {
    NewKey key = NewKey.create(new SecureRandom());
    Map<String, String> rights = new TreeMap<>(Map.of("tenant", "demo", "tools", "*"));
    for (int i = 0; i < fields.length; i += 2) {
      rights.put(fields[i], fields[i + 1]);
    }
    List<String> words = new ArrayList<>(List.of("HSET", "mcp:key:" + key.id()));
    key.fields(rights).forEach((name, value) -> words.addAll(List.of(name, value)));
    sentinel.master().cli(words.toArray(String[]::new));
    ids.put(caller, key.id());
    load.call(caller, McpClient.of(host.url() + "/mcp").key(key.text()), threads);
  }

  private String ready() {
    return McpClient.of("http://127.0.0.1:" + host.adminPort() + "/health/ready").send("GET", null).text();
  }

  private long revoke(TestNode master, String caller, int replicas) {
    int have = 0;
    while (have < replicas) {
      have = master.cliAndWait(replicas, "SADD", "mcp:revoked", ids.get(caller));
    }
    return System.nanoTime();
  }

  private interface Fault {
    void on(TestNode master) throws IOException;
  }

  /** Returns the new master, on which a key was revoked. */
  private TestNode failOver(Fault cause, TestNode asked) throws Exception {
    TestNode old = sentinel.master();
    before = revoke(old, "revokedBefore", 2);
    Thread.sleep(300);
    fault = System.nanoTime();
    cause.on(old);
    TestNode fresh = sentinel.masterAfter(old, asked);
    after = revoke(fresh, "revokedAfter", 1);
    return fresh;
  }

  private void recover(TestNode master) throws Exception {
    JarProcess.await("calls are admitted", () -> load.firstAcceptedAfter("fast", after) < Long.MAX_VALUE);
    eventually(() -> ready().contains("\"master\":\"" + master.address() + '"'));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    eventually(() -> System.nanoTime() > end);
    load.end();
  }

  /**
   * Compares what callers saw with what the last master holds when the host has ended.
   *
   * @param lossless whether a limit is kept to the call; else by no more calls than were lost with the master that counted them
   */
  private void account(String name, boolean lossless) throws Exception {
    host.close();
    host = null;
    TestNode master = sentinel.settled();
    long accepted = load.accepted();
    long audited = Long.parseLong(master.cli("XLEN", "mcp:audit:{demo}"));
    long used = ids.values().stream().map(id -> master.cli("HGET", "mcp:usage:{demo}:" + id + ':' + LocalDate.now(ZoneOffset.UTC), "calls"))
        .filter(calls -> !calls.isEmpty()).mapToLong(Long::parseLong).sum();
    long exceeded = load.exceeded("fast", FAST, FAST) + load.exceeded("slow", SLOW, SLOW / 60.0);
    long revoked = load.acceptedAfter("revokedBefore", before + REVOKED_NANOS) + load.acceptedAfter("revokedAfter", after + REVOKED_NANOS);
    Map<Integer, Long> statuses = load.statuses(fault, Long.MAX_VALUE);
    TABLE.add(
        "%-32s from the fault on %-42s wrongly admitted: %d over a limit, %d revoked; longest time without an admission: %.1f s, limited"
            .formatted(name, statuses, exceeded, revoked, load.longestGap("free"))
            + " %.1f s; lost of %d: %d audit, %d usage".formatted(load.longestGap("fast"), accepted, accepted - audited, accepted - used));
    assertThat(revoked).as("calls of revoked keys").isZero();
    assertThat(exceeded).as("calls over a limit").isLessThanOrEqualTo(lossless ? 0 : accepted - audited);
    assertThat(load.statuses(0, Long.MAX_VALUE).keySet()).as("a client may try again").isSubsetOf(200, 401, 429, 503);
    assertThat(statuses).as("limits and revocations were in force").containsKeys(200, 401, 429);
    assertThat(accepted - audited).as("lost of the audit").isBetween(-MOST_ENDED, load.statuses(0, after).get(200));
    assertThat(accepted - used).as("lost of usage").isEqualTo(accepted - audited);
  }

  @Test
  void the_master_is_killed() throws Exception {
    start(TestSentinel.create());
    TestNode old = sentinel.master();
    recover(failOver(TestNode::kill, sentinel.sentinels().get(0)));
    old.start();
    account("kill -9 of the master", true);
  }

  @Test
  void the_master_hangs() throws Exception {
    start(TestSentinel.create());
    TestNode old = sentinel.master();
    recover(failOver(master -> master.signal("STOP"), sentinel.sentinels().get(0)));
    old.signal("CONT");
    account("SIGSTOP of the master", true);
  }

  @Test
  void the_master_becomes_a_replica() throws Exception {
    start(TestSentinel.create());
    recover(failOver(master -> sentinel.failOver(master, sentinel.sentinels().get(1)), sentinel.sentinels().get(0)));
    account("SENTINEL FAILOVER", false);
  }

  private void network() {
    try {
      network = TestNetwork.create(6);
    } catch (IOException e) {
      abort("no network namespaces here, which root can make: " + e.getMessage());
    }
  }

  @Test
  void the_master_is_cut_off() throws Exception {
    network();
    start(TestSentinel.create().network(network));
    recover(failOver(master -> network.cut(List.of(0)), sentinel.sentinels().get(0)));
    network.heal();
    account("the master is cut off", true);
  }

  /** The host is on the side of the old master and of one Sentinel, which goes on naming it. The master stops when its replicas are silent. */
  @Test
  void the_host_is_cut_off_with_the_master() throws Exception {
    network();
    start(TestSentinel.create().network(network).downAfter(6_000));
    TestNode fresh = failOver(master -> network.cut(List.of(1, 2, 4, 5)), sentinel.sentinels().get(1));
    long alone = System.nanoTime();
    assertThat(sentinel.master(sentinel.sentinels().get(0))).as("the Sentinel on the host's side").isNotEqualTo(fresh);
    eventually(() -> System.nanoTime() > alone + TimeUnit.SECONDS.toNanos(3));
    assertThat(load.statuses(alone, Long.MAX_VALUE).keySet()).as("fails closed").containsOnly(503);
    network.heal();
    recover(fresh);
    account("host and master are cut off", false);
  }
}
