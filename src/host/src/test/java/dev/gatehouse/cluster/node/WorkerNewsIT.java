package dev.gatehouse.cluster.node;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.worker.WorkerCalls;
import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.config.ClusterConfig;
import dev.gatehouse.config.PluginsConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Dispatcher;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.LocalCodec;
import dev.gatehouse.feature.trace.CallTracer;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.tenant.FolderTenants;
import dev.gatehouse.tenant.RemoteTenants;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin on a worker announces comes to the clients of all hosts by one edge, whichever it is. */
@Timeout(180)
final class WorkerNewsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final CallsConfig CALLS = new CallsConfig(TIMEOUT, 4, 4, 0, 0, TIMEOUT, 1 << 20, 1 << 20);
  private static final ClusterKeys KEYS = ClusterKeys.ofSecret("a secret of the cluster in this test");

  private final Vertx vertx = Vertx.vertx();
  private final List<Runnable> closing = new ArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<RemoteTenants> edges = new ArrayList<>();
  private final List<ClusterNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    closing.forEach(Runnable::run);
    vertx.close().await();
  }

  private Announcer workerOfTwoEdges(Path folder) throws IOException, InterruptedException {
    LocalCodec.register(vertx.eventBus());
    int port = RedisExtension.freeNodePort();
    edge("first", port, port);
    edge("second", RedisExtension.freeNodePort(), port);
    Announcer announcer = worker(folder, port);
    eventually(() -> announcer.edges() == 2 && edges.stream().allMatch(edge -> edge.find("demo") != null));
    return announcer;
  }

  @Test
  void one_edge_passes_on_what_a_worker_tells(@TempDir Path folder) throws IOException, InterruptedException {
    Announcer announcer = workerOfTwoEdges(folder);

    announcer.resourceUpdated("demo", ResourceUri.of("file:///news"));
    announcer.listAnnounced("demo", Kind.PROMPT);
    announcer.listAnnounced("another", Kind.TOOL);
    announcer.listAnnounced("demo", Kind.TOOL);

    eventually(() -> heard.size() >= 3);
    // On a slow machine the worker may choose another edge in between, and two edges have no order.
    assertThat(heard).extracting(news -> news.split(" ", 2)[1]).containsExactlyInAnyOrder("demo file:///news", "demo PROMPT", "demo TOOL");
  }

  @Test
  void an_edge_that_is_gone_keeps_no_news_to_itself(@TempDir Path folder) throws IOException, InterruptedException {
    Announcer announcer = workerOfTwoEdges(folder);
    announcer.listAnnounced("demo", Kind.TOOL);
    eventually(() -> heard.size() == 1);
    nodes.get(heard.get(0).startsWith("first") ? 0 : 1).leave().await();
    Thread.sleep(2_000);
    assumeThat(announcer.edges()).as("one is not forgotten yet").isEqualTo(2);

    // Again and again: on a slow machine the other may be silent for a moment too. It hears before the worker forgets the one that is gone.
    eventually(() -> {
      announcer.listAnnounced("demo", Kind.PROMPT);
      return heard.size() >= 2 || announcer.edges() < 2;
    });
    assertThat(heard).hasSizeGreaterThanOrEqualTo(2);
    assertThat(heard.get(1).split(" ", 2)[0]).isNotEqualTo(heard.get(0).split(" ", 2)[0]);
  }

  private ClusterNode node(int port, int first, boolean worker) {
    ClusterNode node = new ClusterNode(new ClusterConfig("127.0.0.1", port, List.of("127.0.0.1:" + first), null, Map.of()), worker);
    nodes.add(node);
    closing.add(0, () -> node.leave().await());
    return node;
  }

  private void edge(String name, int port, int first) {
    Changes changes = new Changes() {
      @Override
      public void listAnnounced(String tenant, Kind kind) {
        heard.add(name + " " + tenant + " " + kind.name());
      }

      @Override
      public void resourceUpdated(String tenant, ResourceUri uri) {
        heard.add(name + " " + tenant + " " + uri.text());
      }
    };
    Workers workers = new Workers(vertx, node(port, first, false), KEYS, changes);
    RemoteTenants tenants = new RemoteTenants(vertx, CALLS, Map.of(), Changes.NONE, workers::follow);
    tenants.load().await();
    edges.add(tenants);
    closing.add(0, () -> tenants.close().await());
  }

  private Announcer worker(Path folder, int first) throws IOException {
    Path jar = Path.of(System.getProperty("gatehouse.root"), "tools-plugins", "demo", "math.jar");
    Files.createDirectories(folder.resolve("demo"));
    Files.copy(jar, folder.resolve("demo").resolve("math.jar"));
    ClusterNode node = node(RedisExtension.freeNodePort(), first, true);
    Announcer announcer = new Announcer(vertx, node, KEYS);
    FolderTenants tenants = new FolderTenants(vertx, new PluginsConfig(folder, false), CALLS, Map.of(), Changes.NONE);
    tenants.load().await();
    closing.add(0, () -> tenants.close().await());
    node.join().await();
    announcer.start(tenants, CALLS,
        new WorkerCalls(vertx, new Dispatcher(vertx), tenants::find, KEYS, announcer.address(), node, new LogThrottle(), CallTracer.NONE));
    return announcer;
  }
}
