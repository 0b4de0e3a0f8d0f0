package dev.gatehouse.redis;

import static dev.gatehouse.Eventually.eventually;

import dev.gatehouse.redis.embedded.RedisProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Redis Cluster of real processes on free ports: masters first, then a replica of each. It is made by commands, and ended with the JVM
 * at the latest.
 */
public final class TestCluster implements BeforeAllCallback, AfterAllCallback {

  private static final int SLOTS = 16_384;
  private static final int ANSWER_MILLIS = 30_000;
  /** After which a node that a command was sent on to counts as away. */
  private static final int AWAY_MILLIS = 3_000;
  private static final long MEET_NANOS = TimeUnit.SECONDS.toNanos(1);
  /** Commands that every master must be sent. */
  private static final Set<String> OF_ALL = Set.of("FLUSHDB", "FLUSHALL", "KEYS", "DBSIZE", "ACL", "CONFIG", "SCRIPT", "INFO", "CLIENT");

  private static TestCluster shared;

  private final int masters;
  private final boolean replicas;
  private final List<String> more;
  private final List<TestRedis> nodes = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final Map<Integer, Integer> busPorts = new HashMap<>();
  private final List<Integer> tlsPorts = new ArrayList<>();

  /** One for all tests of this process that change nothing but its data. */
  static synchronized TestCluster shared() throws IOException {
    if (shared == null) {
      TestCluster made = new TestCluster();
      made.start();
      shared = made;
      Runtime.getRuntime().addShutdownHook(new Thread(made::removeQuietly));
    }
    return shared;
  }

  private void removeQuietly() {
    try {
      remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Three masters and three replicas. */
  public TestCluster() {
    this(3, true);
  }

  /**
   * A cluster.
   *
   * @param replicas whether each master has one
   * @param more options for all nodes, and their values
   */
  public TestCluster(int masters, boolean replicas, String... more) {
    this.masters = masters;
    this.replicas = replicas;
    this.more = List.of(more);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    remove();
  }

  /** Starts all nodes and waits until they serve. */
  public void start() throws IOException {
    for (int i = 0; i < (replicas ? 2 * masters : masters); i++) {
      launch();
    }
    for (int i = 0; i < masters; i++) {
      ok(i, "CLUSTER", "ADDSLOTSRANGE", "" + SLOTS * i / masters, "" + (SLOTS * (i + 1) / masters - 1));
      ok(i, "CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
    }
    meetFrom(1, () -> IntStream.range(0, nodes.size()).allMatch(i -> knows(i, ids)));
    for (int i = masters; i < nodes.size(); i++) {
      ok(i, "CLUSTER", "REPLICATE", ids.get(i - masters));
    }
    // The state may be ok at a node that has not heard yet which slots the others have.
    await(() -> all("INFO", "cluster_slots_assigned:" + SLOTS));
    await(() -> all("INFO", "cluster_state:ok"));
    for (int i = masters; i < nodes.size(); i++) {
      awaitReplica(i);
    }
  }

  /** Starts a node that no other knows, and returns its number. */
  public int launch() throws IOException {
    int port = RedisExtension.freePort();
    int bus = RedisExtension.freePort();
    List<String> options = new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-port", "" + bus, "--cluster-node-timeout", "4000",
        "--cluster-replica-validity-factor", "0", "--cluster-require-full-coverage", "no"));
    options.addAll(more);
    if (more.contains("--tls-ca-cert-file")) {
      tlsPorts.add(RedisExtension.freePort());
      options.addAll(List.of("--tls-cluster", "yes", "--tls-port", "" + tlsPorts.get(nodes.size())));
    }
    TestRedis node = new TestRedis(port, Files.createTempDirectory("gatehouse-cluster"), options);
    node.start();
    nodes.add(node);
    busPorts.put(nodes.size() - 1, bus);
    ids.add(cli(nodes.size() - 1, "CLUSTER", "MYID"));
    return nodes.size() - 1;
  }

  /** Introduces a node to the first that runs. */
  public void meet(int node) {
    int first = IntStream.range(0, nodes.size()).filter(i -> i != node && answers(i)).findFirst().orElseThrow();
    ok(node, "CLUSTER", "MEET", "127.0.0.1", "" + (tlsPorts.isEmpty() ? port(first) : tlsPorts.get(first)), "" + busPorts.get(first));
  }

  /** Introduces a node and those after it, again and again: a handshake that takes longer than the nodes' timeout is forgotten. */
  private void meetFrom(int node, BooleanSupplier known) {
    AtomicLong next = new AtomicLong(System.nanoTime());
    await(() -> {
      if (System.nanoTime() - next.get() >= 0) {
        IntStream.range(node, nodes.size()).forEach(this::meet);
        next.set(System.nanoTime() + MEET_NANOS);
      }
      return known.getAsBoolean();
    });
  }

  private boolean knows(int node, List<String> others) {
    List<String> lines = cli(node, "CLUSTER", "NODES").lines().filter(line -> !line.contains("handshake")).toList();
    return others.stream().allMatch(id -> lines.stream().anyMatch(line -> line.startsWith(id)));
  }

  /** Starts another master without slots and waits until all nodes know it; returns its number. */
  public int addMaster() throws IOException {
    int node = launch();
    meetFrom(node, () -> IntStream.range(0, nodes.size()).filter(this::answers).allMatch(i -> knows(i, List.of(ids.get(node)))));
    await(() -> cli(node, "CLUSTER", "INFO").contains("cluster_state:ok"));
    return node;
  }

  /** Waits until a replica has all that its master has. */
  public void awaitReplica(int node) {
    await(() -> cli(node, "INFO", "replication").contains("master_link_status:up"));
  }

  private boolean all(String about, String what) {
    return IntStream.range(0, nodes.size()).allMatch(i -> cli(i, "CLUSTER", about).contains(what));
  }

  /** Whether a node answers. */
  public boolean answers(int node) {
    try (RedisProbe probe = new RedisProbe("127.0.0.1", port(node), 1_000)) {
      return "PONG".equals(probe.ask("PING"));
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(BooleanSupplier truth) {
    try {
      eventually(truth);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void ok(int node, String... words) {
    String answer = cli(node, words);
    if (!answer.equals("OK")) {
      throw new IllegalStateException(String.join(" ", words) + ": " + answer);
    }
  }

  /** For {@code redis.url}. */
  public String url() {
    return "redis+cluster://" + servers();
  }

  /** The first masters' addresses, as they stand in a url. */
  public String servers() {
    return IntStream.range(0, masters).mapToObj(i -> "127.0.0.1:" + port(i)).collect(Collectors.joining(","));
  }

  /** The first masters' addresses for TLS. */
  public String tlsServers() {
    return IntStream.range(0, masters).mapToObj(i -> "127.0.0.1:" + tlsPorts.get(i)).collect(Collectors.joining(","));
  }

  /** How many nodes there are. */
  public int size() {
    return nodes.size();
  }

  public int port(int node) {
    return nodes.get(node).port();
  }

  /** The node's id in the cluster. */
  public String id(int node) {
    return ids.get(node);
  }

  /** The slot of a key. */
  public int slot(String key) {
    return Integer.parseInt(cli(first(), "CLUSTER", "KEYSLOT", key));
  }

  /** The number of the node that serves a slot, as the first that answers knows. */
  public int owner(int slot) {
    return cli(first(), "CLUSTER", "NODES").lines().filter(line -> has(line, slot)).mapToInt(line -> ids.indexOf(line.split(" ")[0]))
        .findFirst().orElse(-1);
  }

  /** The ninth word of a line and those after it are slots. */
  private static boolean has(String line, int slot) {
    return Stream.of(line.split(" ")).skip(8).filter(word -> !word.startsWith("[")).map(word -> word.split("-"))
        .anyMatch(range -> Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[range.length - 1]));
  }

  /** Does what {@code redis-cli -p} does with the same words. */
  public String cli(int node, String... words) {
    try (RedisProbe probe = new RedisProbe("127.0.0.1", port(node), ANSWER_MILLIS)) {
      return RedisExtension.text(probe.ask(words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends two commands on one connection to a node, and returns both answers. */
  public List<String> both(int node, String first, String second) {
    try (RedisProbe probe = new RedisProbe("127.0.0.1", port(node), ANSWER_MILLIS)) {
      return List.of(RedisExtension.text(probe.ask(first.split(" "))), RedisExtension.text(probe.ask(second.split(" "))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does what {@code redis-cli -c} does with the same words; what is not of one key goes to all masters. */
  public String cli(String... words) {
    if (OF_ALL.contains(words[0])) {
      return ofAll(words);
    }
    return Set.of("DEL", "RENAME").contains(words[0]) && words.length > 2 ? inSlots(words) : route(words);
  }

  /** What a single Redis does with keys that have nothing to do with each other. */
  private String inSlots(String... words) {
    return words[0].equals("RENAME") ? route("RENAME", words[1], '{' + words[1] + '}' + words[2])
        : "" + Stream.of(words).skip(1).mapToLong(key -> Long.parseLong(route("DEL", key))).sum();
  }

  private String ofAll(String... words) {
    List<String> answers = IntStream.range(0, nodes.size()).filter(this::answers)
        .filter(i -> words[0].equals("ACL") || words[0].equals("CONFIG") || cli(i, "ROLE").startsWith("master"))
        .mapToObj(i -> cli(i, words)).toList();
    if (words[0].equals("DBSIZE")) {
      return "" + answers.stream().mapToLong(Long::parseLong).sum();
    }
    return Set.of("KEYS", "INFO", "CLIENT").contains(words[0])
        ? answers.stream().filter(answer -> !answer.isEmpty()).collect(Collectors.joining("\n")) : answers.get(0);
  }

  private int first() {
    return IntStream.range(0, nodes.size()).filter(this::answers).findFirst().orElseThrow();
  }

  private String route(String... words) {
    String answer = cli(first(), words);
    for (int i = 0; i < 20 && answer.matches("(MOVED|ASK) \\d+ .*:\\d+"); i++) {
      int port = Integer.parseInt(answer.substring(answer.lastIndexOf(':') + 1));
      answer = at(port, answer.startsWith("ASK"), words);
    }
    return answer;
  }

  private static String at(int port, boolean asking, String... words) {
    try (RedisProbe probe = new RedisProbe("127.0.0.1", port, AWAY_MILLIS)) {
      if (asking) {
        probe.ask("ASKING");
      }
      return RedisExtension.text(probe.ask(words));
    } catch (IOException e) {
      return "ERR " + e;
    }
  }

  /** Moves a slot with its keys to another master, as {@code redis-cli --cluster reshard} does. */
  public void move(int slot, int to) {
    // Others may not have heard of a move before this one, and the nodes of that one may still disagree.
    await(() -> owns(slot).size() == 1);
    int from = owns(slot).get(0);
    if (from == to) {
      return;
    }
    ok(to, "CLUSTER", "SETSLOT", "" + slot, "IMPORTING", ids.get(from));
    ok(from, "CLUSTER", "SETSLOT", "" + slot, "MIGRATING", ids.get(to));
    for (String keys = cli(from, "CLUSTER", "GETKEYSINSLOT", "" + slot, "10"); !keys.isEmpty(); keys =
        cli(from, "CLUSTER", "GETKEYSINSLOT", "" + slot, "10")) {
      List<String> words = new ArrayList<>(
          List.of("MIGRATE", "127.0.0.1", "" + (tlsPorts.isEmpty() ? port(to) : tlsPorts.get(to)), "", "0", "5000", "KEYS"));
      words.addAll(keys.lines().toList());
      String moved = cli(from, words.toArray(String[]::new));
      if (!moved.equals("OK") && !moved.equals("NOKEY")) {
        throw new IllegalStateException(moved);
      }
    }
    ok(to, "CLUSTER", "SETSLOT", "" + slot, "NODE", ids.get(to));
    // A master that had no other slot has become a replica by now.
    cli(from, "CLUSTER", "SETSLOT", "" + slot, "NODE", ids.get(to));
  }

  /** The nodes that take themselves for the owner. */
  private List<Integer> owns(int slot) {
    return IntStream.range(0, nodes.size()).filter(this::answers)
        .filter(i -> cli(i, "CLUSTER", "NODES").lines().anyMatch(line -> line.contains("myself") && has(line, slot))).boxed().toList();
  }

  /** Ends a node at once; what it holds on disk is kept for {@link #restart}. */
  public void kill(int node) throws IOException {
    nodes.get(node).signal("KILL");
    await(() -> !answers(node));
  }

  /** Starts a node that was killed. */
  public void restart(int node) throws IOException {
    nodes.get(node).start();
  }

  /** Lets a node hang: connections stay open and nothing is answered. */
  public void pause(int node) throws IOException {
    nodes.get(node).signal("STOP");
  }

  public void resume(int node) throws IOException {
    nodes.get(node).signal("CONT");
  }

  /** Ends all nodes; what they hold is kept. */
  void stopAll() throws IOException {
    signalAll("TERM");
    for (TestRedis node : nodes) {
      node.stop();
    }
  }

  /** Starts all nodes again and waits until they serve. */
  void startAll() throws IOException {
    for (TestRedis node : nodes) {
      node.start();
    }
    awaitTrust();
  }

  /** Lets all nodes go on that were stopped by a signal, and waits until they serve. */
  void resumeAll() throws IOException {
    signalAll("CONT");
    awaitTrust();
  }

  /** After a silence nodes may take each other for failed for twice their timeout, though they serve; hosts leave such a node. */
  private void awaitTrust() {
    await(() -> all("INFO", "cluster_state:ok")
        && IntStream.range(0, nodes.size()).noneMatch(i -> cli(i, "CLUSTER", "NODES").contains("fail")));
  }

  void signalAll(String name) throws IOException {
    for (TestRedis node : nodes) {
      node.signal(name);
    }
  }

  /** Ends all nodes and deletes what they hold. */
  public void remove() throws IOException {
    for (TestRedis node : nodes) {
      node.remove();
    }
    nodes.clear();
    ids.clear();
    tlsPorts.clear();
  }
}
