package dev.gatehouse.redis;

import dev.gatehouse.redis.embedded.ProcessWait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three Redis processes, one of them the master, and three Sentinels that watch it as {@code mymaster}. A master that does not answer for two
 * seconds is replaced.
 *
 * <pre>{@code
 * try (TestSentinel sentinel = TestSentinel.create().redis("--min-replicas-to-write", "1").start()) {
 *   … redis.url is sentinel.url() …
 *   sentinel.master().kill();
 * }
 * }</pre>
 */
public final class TestSentinel implements AutoCloseable {

  public static final String MASTER = "mymaster";
  private static final int EACH = 3;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Path dir;
  private final List<TestNode> redis = new ArrayList<>();
  private final List<TestNode> sentinels = new ArrayList<>();
  private final List<String> redisWords = new ArrayList<>();
  private final List<String> sentinelLines = new ArrayList<>();
  private TestNetwork network;
  private List<String> login = List.of();
  private List<String> sentinelLogin = List.of();
  private int downAfterMillis = 2_000;
  private boolean tls;

  private TestSentinel() throws IOException {
    dir = Files.createTempDirectory("gatehouse-sentinel");
  }

  public static TestSentinel create() throws IOException {
    return new TestSentinel();
  }

  /** Adds options and their values to the command line of each Redis. */
  public TestSentinel redis(String... words) {
    redisWords.addAll(List.of(words));
    return this;
  }

  /** Adds lines to the configuration file of each Sentinel. */
  public TestSentinel sentinel(String... lines) {
    sentinelLines.addAll(List.of(lines));
    return this;
  }

  /** Logs in to each Redis. */
  public TestSentinel login(String user, String password) {
    login = List.of(user, password);
    return this;
  }

  /** Logs in to each Sentinel. */
  public TestSentinel sentinelLogin(String user, String password) {
    sentinelLogin = List.of(user, password);
    return this;
  }

  /** Speaks TLS, also among each other; {@link #redis} and {@link #sentinel} give the certificates. */
  public TestSentinel tls() {
    tls = true;
    return this;
  }

  /** How long a master must be silent to be replaced. */
  public TestSentinel downAfter(int millis) {
    downAfterMillis = millis;
    return this;
  }

  /** Runs Redis in the namespaces 0 to 2 and the Sentinels in 3 to 5. */
  public TestSentinel network(TestNetwork of) {
    network = of;
    return this;
  }

  private TestNetwork.Place place(int i) {
    return network == null ? TestNetwork.Place.HERE : network.place(i);
  }

  /** Starts all, and waits until each Sentinel knows the replicas and the other Sentinels. */
  public TestSentinel start() throws IOException {
    int[] open = new int[EACH];
    for (int i = 0; i < EACH; i++) {
      int plain = RedisExtension.freePort();
      open[i] = tls ? RedisExtension.freePort() : plain;
      redis.add(redisNode(i, plain, open));
      redis.get(i).start();
    }
    for (int i = 0; i < EACH; i++) {
      sentinels.add(sentinelNode(i, open[0]));
      sentinels.get(i).start();
    }
    await("all know each other",
        () -> sentinels.stream().allMatch(sentinel -> sentinel.cli("SENTINEL", "CKQUORUM", MASTER).startsWith("OK 3")
            && number(sentinel, "num-slaves") == EACH - 1) && inSync() == EACH - 1);
    return this;
  }

  private TestNode redisNode(int i, int plain, int[] open) throws IOException {
    List<String> words = new ArrayList<>(List.of("--port", "" + plain, "--protected-mode", "no", "--dir",
        Files.createDirectories(dir.resolve("redis" + i)).toString(), "--save", "", "--repl-diskless-sync-delay", "0"));
    words.add("--bind");
    words.addAll(place(i).hosts());
    if (tls) {
      words.addAll(List.of("--tls-port", "" + open[i], "--tls-replication", "yes"));
    }
    if (i > 0) {
      words.addAll(List.of("--replicaof", place(0).host() + ' ' + open[0]));
    }
    words.addAll(redisWords);
    TestNode node = new TestNode(place(i), open[i], plain, dir.resolve("redis" + i), words);
    if (!login.isEmpty()) {
      node.login(login.get(0), login.get(1));
    }
    return node;
  }

  private TestNode sentinelNode(int i, int master) throws IOException {
    TestNetwork.Place place = place(EACH + i);
    Path folder = Files.createDirectories(dir.resolve("sentinel" + i));
    int port = RedisExtension.freePort();
    List<String> lines =
        new ArrayList<>(List.of("port " + port, "bind " + String.join(" ", place.hosts()), "protected-mode no", "dir " + folder,
            "sentinel monitor " + MASTER + ' ' + place(0).host() + ' ' + master + " 2",
            "sentinel down-after-milliseconds " + MASTER + ' ' + downAfterMillis,
            "sentinel failover-timeout " + MASTER + " 6000", "sentinel parallel-syncs " + MASTER + " 2"));
    int open = tls ? RedisExtension.freePort() : port;
    if (tls) {
      lines.addAll(List.of("tls-port " + open, "tls-replication yes"));
    }
    lines.addAll(sentinelLines);
    Path file = Files.write(folder.resolve("sentinel.conf"), lines);
    TestNode node = new TestNode(place, open, port, folder, List.of(file.toString(), "--sentinel"));
    if (!sentinelLogin.isEmpty()) {
      node.login(sentinelLogin.get(0), sentinelLogin.get(1));
    }
    return node;
  }

  private static int number(TestNode sentinel, String field) {
    List<String> words = sentinel.cli("SENTINEL", "MASTER", MASTER).lines().toList();
    return Integer.parseInt(words.get(words.indexOf(field) + 1));
  }

  private long inSync() {
    return redis.stream().filter(node -> node.cli("INFO", "replication").contains("master_link_status:up")).count();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, Condition condition) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!holds(condition)) {
      if (System.nanoTime() > end) {
        throw new IOException("waited too long until " + what + ": " + sentinels.get(0).log());
      }
      ProcessWait.aMoment();
    }
  }

  private static boolean holds(Condition condition) throws IOException {
    try {
      return condition.holds();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** For {@code redis.url}. */
  public String url() {
    return url("");
  }

  /**
   * For {@code redis.url}.
   *
   * @param user with its password and {@code @}, or nothing
   */
  public String url(String user) {
    return "redis" + (tls ? "s" : "") + "+sentinel://" + user + sentinels.stream().map(TestNode::address).collect(Collectors.joining(","))
        + '/'
        + MASTER;
  }

  /** The one that was started as the master, and its replicas. */
  public List<TestNode> nodes() {
    return List.copyOf(redis);
  }

  public List<TestNode> sentinels() {
    return List.copyOf(sentinels);
  }

  /** The master that a Sentinel names. */
  public TestNode master(TestNode sentinel) {
    String address = sentinel.cli("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER).replace('\n', ':');
    return redis.stream().filter(node -> node.address().equals(address)).findFirst().orElseThrow();
  }

  /** The master that the first Sentinel names. */
  public TestNode master() {
    return master(sentinels.get(0));
  }

  /**
   * Has a Sentinel fail over. After a pause of this machine it may refuse for a while, since it takes the replicas for lost or fails over
   * already.
   */
  public void failOver(TestNode before, TestNode sentinel) throws IOException {
    await("a fail-over", () -> master(sentinel) != before || sentinel.cli("SENTINEL", "FAILOVER", MASTER).equals("OK"));
  }

  /** Waits until a Sentinel names another master that says so itself. */
  public TestNode masterAfter(TestNode before, TestNode sentinel) throws IOException {
    await("another master", () -> master(sentinel) != before && master(sentinel).cli("ROLE").startsWith("master"));
    return master(sentinel);
  }

  /** Waits until there is one master and all others follow it. */
  public TestNode settled() throws IOException {
    await("one master", () -> {
      TestNode master = master();
      return sentinels.stream().allMatch(sentinel -> master(sentinel) == master)
          && IntStream.range(0, EACH).allMatch(i -> redis.get(i) == master ? redis.get(i).cli("ROLE").startsWith("master")
              : redis.get(i).cli("INFO", "replication").contains("master_port:" + master.port())
                  && redis.get(i).cli("INFO", "replication").contains("master_link_status:up"));
    });
    return master();
  }

  @Override
  public void close() throws IOException {
    for (TestNode node : List.copyOf(sentinels)) {
      node.kill();
    }
    for (TestNode node : List.copyOf(redis)) {
      node.kill();
    }
    TestRedis.delete(dir);
  }
}
