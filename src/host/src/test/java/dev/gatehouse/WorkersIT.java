package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.http.McpClient;
import dev.gatehouse.redis.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Edges and workers as processes: calls are shared, and a worker that dies, hangs or is cut off costs the calls that it had, and no others. */
@Timeout(300)
final class WorkersIT {

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  /** Longer than a worker may be silent, on a machine that is very busy. */
  private static final long SOON_MILLIS = 15_000;
  private static final String TOOLS = """
      @Tool(description = "") public long pid() { return ProcessHandle.current().pid(); }
      @Tool(description = "") public String nap(int millis) throws InterruptedException { Thread.sleep(millis); return "awake"; }
      @Tool(description = "") public String exit() { System.exit(0); return ""; }
      static final List<byte[]> KEPT = new ArrayList<>();
      @Tool(description = "") public String fill() { while (true) { KEPT.add(new byte[1 << 20]); } }
      """;

  @TempDir
  private Path folder;
  private final List<JarProcess> running = new ArrayList<>();

  private JarProcess started(JarProcess process) {
    running.add(process);
    return process;
  }

  @AfterEach
  void end() {
    running.stream().filter(JarProcess::alive).forEach(process -> process.signal("KILL"));
  }

  /** How often the edge gave a worker up, which costs the calls that it had. A pause of this machine may have it give up one that works. */
  private static int losses(JarProcess edge) {
    return (int) edge.err().lines().filter(line -> line.contains("does not answer and gets no calls")).count();
  }

  @Test
  void calls_are_shared_and_a_worker_that_dies_or_hangs_is_left_and_comes_back() throws IOException {
    ClusterProcesses cluster = new ClusterProcesses(folder, redis, "127.0.0.1");
    Path jar = cluster.jar("tools", TOOLS);
    Path one = cluster.worker("127.0.0.1", Map.of("acme", jar));
    JarProcess edge = started(cluster.edge());
    JarProcess first = started(ClusterProcesses.start(one));
    JarProcess second = started(ClusterProcesses.start(cluster.worker("127.0.0.1", Map.of("acme", jar))));
    edge.ready();
    assertThat(first.ready().out()).startsWith("ready worker 127.0.0.1:");
    second.ready();
    McpClient caller = cluster.caller("acme");
    ClusterProcesses.awaitTool(caller, "pid", "{}");
    JarProcess.await("both workers", () -> cluster.health().split("acme/tools").length == 3);

    Set<String> pids = ConcurrentHashMap.newKeySet();
    JarProcess.await("calls are shared", () -> {
      pids.add(caller.call("pid", "{}").toolText());
      return pids.size() == 2;
    });

    try (ClusterProcesses.Load load = new ClusterProcesses.Load(8, caller, "nap", "{\"millis\":100}")) {
      load.more(50);
      first.signal("KILL");
      JarProcess.await("the loss is noticed", () -> cluster.health().contains("does not answer"));
      load.more(50);
      second.signal("STOP");
      JarProcess.await("both are left", () -> load.busy.get() > 0);
      second.signal("CONT");
      load.more(50);
      JarProcess again = started(ClusterProcesses.start(one));
      again.ready();
      JarProcess.await("both serve", () -> cluster.health().split("acme/tools").length == 3);
      load.more(50);
      again.signal("TERM");
      assertThat(again.exit()).as(again.err()).isZero();
      load.more(50);
      load.stop();
      assertThat(load.other).as(load + edge.err()).isEmpty();
      assertThat(losses(edge)).as("one is killed and one hangs; " + edge.err()).isLessThanOrEqualTo(2 * 2);
      assertThat(load.maybe.get()).as(load.toString()).isBetween(1, 8 * losses(edge));
      assertThat(load.longestMillis).as(load.toString()).isLessThan(SOON_MILLIS);
      System.err.println("WorkersIT: " + load);
    }
    assertThat(withoutWarningsOfTheJvm(edge.err())).doesNotContain("Exception", "com.hazelcast").contains("answers again");
    assertThat(edge.signal("TERM").exit()).as(edge.err()).isZero();
    assertThat(edge.err()).doesNotContain("Exception");
  }

  @Test
  void a_worker_with_a_wrong_key_is_named_with_the_fields_to_compare() throws IOException {
    ClusterProcesses cluster = new ClusterProcesses(folder, redis, "127.0.0.1");
    Path worker = cluster.worker("127.0.0.1", Map.of("acme", cluster.jar("tools", TOOLS)));
    Path wrong = Files.writeString(worker.resolveSibling("wrong.json"),
        Files.readString(worker).replace(ClusterProcesses.SECRET, "another secret than that of the edge"));
    started(cluster.edge()).ready();
    started(ClusterProcesses.start(wrong)).ready();
    JarProcess.await("the key is wrong", () -> cluster.health().contains(
        "the worker has another key for tenant 'acme'; compare cluster.secret of this edge with cluster.secret or cluster.tenants.acme"));
    running.get(1).signal("KILL");
    started(ClusterProcesses.start(worker)).ready();
    McpClient caller = cluster.caller("acme");
    ClusterProcesses.awaitTool(caller, "pid", "{}");
    JarProcess.await("the fault is over", () -> !cluster.health().contains("another key"));
  }

  /** JDK 25 names the class that uses {@code sun.misc.Unsafe}. */
  private static String withoutWarningsOfTheJvm(String err) {
    return err.lines().filter(line -> !line.startsWith("WARNING: ")).collect(Collectors.joining("\n"));
  }

  @Test
  void a_plugin_that_ends_its_process_or_fills_its_heap_costs_other_tenants_no_call() throws IOException {
    ClusterProcesses cluster = new ClusterProcesses(folder, redis, "127.0.0.1");
    Path jar = cluster.jar("tools", TOOLS);
    Path bad = cluster.worker("127.0.0.1", Map.of("bad", jar));
    started(cluster.edge()).ready();
    started(ClusterProcesses.start(cluster.worker("127.0.0.1", Map.of("good", jar)))).ready();
    JarProcess exits = started(ClusterProcesses.start(bad, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError")).ready();
    McpClient victim = cluster.caller("good");
    McpClient culprit = cluster.caller("bad");
    ClusterProcesses.awaitTool(victim, "pid", "{}");
    ClusterProcesses.awaitTool(culprit, "pid", "{}");

    try (ClusterProcesses.Load load = new ClusterProcesses.Load(4, victim, "nap", "{\"millis\":20}")) {
      assertThat(culprit.call("exit", "{}").text()).contains("may or may not have run");
      assertThat(exits.exit()).isEqualTo(1);
      assertThat(exits.err()).contains("plugin bad/tools has ended this process");
      load.more(20);
      JarProcess fills = started(ClusterProcesses.start(bad, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError")).ready();
      ClusterProcesses.awaitTool(culprit, "pid", "{}");
      assertThat(culprit.call("fill", "{}").text()).contains("may or may not have run");
      assertThat(fills.exit()).isNotZero();
      load.more(20);
      load.stop();
      assertThat(load.other).as(load.toString()).isEmpty();
      assertThat(load.maybe.get() + load.busy.get()).as(load.toString()).isZero();
    }
  }

  @Test
  void a_worker_whose_network_is_cut_is_left_and_comes_back_by_itself() throws IOException, InterruptedException {
    try (CutNetwork network = CutNetwork.orNull()) {
      assumeTrue(network != null, "network namespaces cannot be made here; the test with SIGSTOP stands for this one");
      ClusterProcesses cluster = new ClusterProcesses(folder, redis, network.here());
      Path jar = cluster.jar("tools", TOOLS);
      JarProcess edge = started(cluster.edge()).ready();
      Path worker = cluster.worker(network.there(), Map.of("acme", jar));
      JarProcess cutOff = started(JarProcess.startIn(network.name(), worker.getParent(), "run", "--role", "worker", worker.toString()))
          .ready();
      McpClient caller = cluster.caller("acme");
      ClusterProcesses.awaitTool(caller, "pid", "{}");

      try (ClusterProcesses.Load load = new ClusterProcesses.Load(4, caller, "nap", "{\"millis\":100}")) {
        load.more(20);
        network.cut();
        JarProcess.await("it is left", () -> load.busy.get() > 0);
        // Longer than Hazelcast waits for a member: both sides go on as clusters of their own.
        JarProcess.await("the cluster is split", () -> edgeIsAlone(cluster));
        Thread.sleep(12_000);
        network.mend();
        load.more(50);
        load.stop();
        assertThat(load.other).as(load + edge.err() + cutOff.err()).isEmpty();
        assertThat(losses(edge)).as("one is cut off; " + edge.err()).isLessThanOrEqualTo(2);
        assertThat(load.maybe.get()).as(load.toString()).isBetween(1, 4 * losses(edge));
        assertThat(load.longestMillis).as(load.toString()).isLessThan(SOON_MILLIS);
        System.err.println("WorkersIT, cut: " + load);
      }
      assertThat(edge.err()).doesNotContain("Exception");
      assertThat(cutOff.err()).doesNotContain("Exception");
    }
  }

  private static boolean edgeIsAlone(ClusterProcesses cluster) {
    return cluster.health().contains("does not answer");
  }

  @Test
  void a_process_of_all_roles_loads_no_class_of_the_cluster() throws IOException {
    Path file = Files.writeString(folder.resolve("all.json"), """
        { "http": {"port": 0}, "admin": {"port": 0}, "redis": {"url": "%s"}, "cluster": {"secret": "%s"} }
        """.formatted(redis.url(), ClusterProcesses.SECRET));
    Files.createDirectories(folder.resolve("tools-plugins"));
    JarProcess all = started(JarProcess.startWithOptions(folder, List.of("-Xlog:class+load:file=" + folder.resolve("classes")), "run",
        "--role", "all", file.toString())).ready();
    assertThat(all.signal("TERM").exit()).isZero();

    assertThat(Files.readAllLines(folder.resolve("classes"))).isNotEmpty()
        .noneMatch(line -> line.contains("com.hazelcast") || line.contains("spi.cluster.hazelcast") || line.contains("gatehouse.cluster."));
  }

  @Test
  void a_role_without_what_it_needs_does_not_start() throws IOException {
    Path jar = new ClusterProcesses(folder, redis, "127.0.0.1").jar("tools", TOOLS);
    Files.copy(jar, Files.createDirectories(folder.resolve("tools-plugins/acme")).resolve("tools.jar"));
    refused("{'cluster':{'host':'10.1.2.3'}}", "edge", 2, "cluster.secret: is missing");
    refused("{'cluster':{'tenants':{'acme':'" + "0".repeat(64) + "'}}}", "edge", 2, "cluster.tenants: is for workers");
    refused("{'cluster':{'members':['127.0.0.1:0']}}", "worker", 2, "cluster.members: must name the port");
    refused("{'http':{'port':6701},'admin':{'port':0},'cluster':{}}", "edge", 2,
        "cluster.port + 1000 (the event bus): port 6701 is that of http.port");
    refused("{'cluster':{}}", "worker", 2, "cluster.members: is empty");
    refused("{'cluster':{'members':['127.0.0.1'],'tenants':{'other':'" + "0".repeat(64) + "'}}}", "worker", 2,
        "cluster.tenants.acme: is missing");
    refused("{'cluster':{'tenants':{'other':'key'}}}", "worker", 2, "cluster.tenants.other: the value is not a key of 64 hex digits");
    refused("{}", "both", 2, "'both' is not one of all, edge, worker");
    int taken = redis.port();
    refused("{'admin':{'port':0},'cluster':{'members':['127.0.0.1'],'port':" + taken + "}}", "worker", 3,
        "cannot listen on 127.0.0.1:" + taken + " (cluster.host, cluster.port)");
  }

  private void refused(String config, String role, int status, String words) throws IOException {
    Path file = Files.writeString(folder.resolve("refused.json"), config.replace('\'', '"'));
    JarProcess process = JarProcess.run(folder, "run", "--role", role, file.toString());
    assertThat(process.exit()).as(process.err()).isEqualTo(status);
    assertThat(process.err()).contains(words);
    if (status == 2) {
      JarProcess check = JarProcess.run(folder, "check", "--role", role, file.toString());
      assertThat(check.exit()).as(check.out()).isEqualTo(status);
      assertThat(check.out() + check.err()).contains(words);
    }
  }
}
