package dev.gatehouse.cluster.node;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.multimap.MultiMap;
import dev.gatehouse.LogOf;
import dev.gatehouse.config.ClusterConfig;
import dev.gatehouse.redis.RedisExtension;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The known faults of the cluster manager, caused on purpose, and what heals them. */
@Timeout(180)
final class ClusterNodeIT {

  private static final String ADDRESS = "worker/test";
  private static final Buffer QUESTION = Buffer.buffer("?");

  private final List<ClusterNode> nodes = new ArrayList<>();
  private int port;
  private ClusterNode edge;
  private ClusterNode worker;

  @BeforeEach
  void join() throws IOException {
    port = RedisExtension.freeNodePort();
    edge = edge(port);
    worker = joined(
        new ClusterNode(new ClusterConfig("127.0.0.1", RedisExtension.freeNodePort(), List.of("127.0.0.1:" + port), null, Map.of()), true));
    worker.answer(ADDRESS, question -> question);
  }

  private ClusterNode edge(int at) {
    return joined(new ClusterNode(new ClusterConfig("127.0.0.1", at, List.of("127.0.0.1:" + port), null, Map.of()), false));
  }

  private ClusterNode joined(ClusterNode node) {
    nodes.add(node);
    node.join().await();
    return node;
  }

  @AfterEach
  void leave() {
    nodes.forEach(node -> node.leave().await());
  }

  private static boolean answers(ClusterNode asker) {
    return asker.ask(ADDRESS, QUESTION, 1_000).map(answer -> answer.equals(QUESTION)).otherwise(false).await();
  }

  private static Membership of(ClusterNode node) {
    return Objects.requireNonNull(node.membership());
  }

  private static MultiMap<String, HazelcastRegistrationInfo> subscriptions(ClusterNode node) {
    return of(node).hazelcast().getMultiMap("__vertx.subs");
  }

  /** What is left after a network cut (vert.x#4394): the node is a member, and nobody finds it. */
  @Test
  void lost_subscriptions_are_registered_again() throws IOException, InterruptedException {
    eventually(() -> answers(edge));
    try (LogOf log = new LogOf(ClusterNode.class.getName())) {
      subscriptions(edge).clear();
      of(edge).hazelcast().getMap("__vertx.nodeInfo").clear();
      ClusterNode other = edge(RedisExtension.freeNodePort());

      eventually(() -> answers(other));
      assertThat(subscriptions(edge).get(ADDRESS)).hasSize(1);
      // Each is logged after it is done.
      eventually(() -> log.lines().stream().anyMatch(line -> line.contains("of this node's subscriptions, and has them again"))
          && log.lines().stream().anyMatch(line -> line.contains("had lost this node's address")));
    }
  }

  /** Addresses of dead nodes that stay (vertx-hazelcast#196) take every other message that is sent to them, and none that is published. */
  @Test
  void what_the_cluster_remembers_of_dead_nodes_takes_nothing_from_others() throws InterruptedException {
    HazelcastRegistrationInfo dead = new HazelcastRegistrationInfo(new RegistrationInfo("a node that is dead", 1, false));
    subscriptions(edge).put(Addresses.HELLO, dead);
    AtomicInteger heard = new AtomicInteger();
    edge.consume(Addresses.HELLO, message -> heard.incrementAndGet());

    eventually(() -> {
      worker.publish(Addresses.HELLO, QUESTION);
      return heard.get() > 20;
    });
    assertThat(subscriptions(edge).get(Addresses.HELLO)).contains(dead);
    assertThat(Addresses.unique("worker")).matches("worker/[0-9a-f]{32}").isNotEqualTo(Addresses.unique("worker"));
  }

  @Test
  void a_worker_finds_the_only_edge_after_its_restart() throws InterruptedException {
    eventually(() -> answers(edge));
    edge.leave().await();
    nodes.remove(edge);
    eventually(() -> !worker.isJoined());
    ClusterNode next = edge(port);

    eventually(() -> answers(next));
    assertThat(worker.isJoined()).isTrue();
  }

  @Test
  void a_node_that_is_stopped_while_it_joins_ends() throws IOException, InterruptedException {
    int members = Hazelcast.getAllHazelcastInstances().size();
    ClusterNode late =
        new ClusterNode(new ClusterConfig("127.0.0.1", RedisExtension.freeNodePort(), List.of("127.0.0.1:" + port), null, Map.of()), true);
    late.join();
    while (Hazelcast.getAllHazelcastInstances().size() == members) {
      Thread.sleep(1);
    }
    // Its event bus starts now.
    late.leave().timeout(30, TimeUnit.SECONDS).await();
  }

  @Test
  void a_membership_that_ends_is_begun_again() throws InterruptedException {
    eventually(() -> answers(edge));
    Membership first = of(worker);
    first.hazelcast().shutdown();

    eventually(() -> worker.membership() != null && worker.membership() != first);
    eventually(() -> answers(edge));
  }
}
