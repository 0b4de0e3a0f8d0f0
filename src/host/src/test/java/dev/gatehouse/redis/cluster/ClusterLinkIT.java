package dev.gatehouse.redis.cluster;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.SignedCertificates;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.TestCluster;
import dev.gatehouse.redis.connection.ChannelListener;
import dev.gatehouse.redis.connection.Commands;
import dev.gatehouse.redis.connection.RedisEndpoint;
import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.connection.RedisNode;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands find the master that serves their key, whatever the cluster does meanwhile. */
@ExtendWith(VertxExtension.class)
class ClusterLinkIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String BOTH = "return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])}";

  @RegisterExtension
  static final TestCluster redis = new TestCluster(3, false);

  private Vertx vertx;
  private RedisLink link;

  @BeforeEach
  void connect(Vertx vertx) {
    this.vertx = vertx;
    redis.cli("FLUSHALL");
    link = link(redis.url());
    link.connect(PATIENCE).await();
  }

  @AfterEach
  void close() {
    link.close().await();
  }

  private RedisLink link(String url) {
    return link(url, RedisTlsConfig.DEFAULT);
  }

  private RedisLink link(String url, RedisTlsConfig tls) {
    return new RedisLink(vertx, RedisEndpoint.parse(url, tls), PATIENCE, 10_000, 2);
  }

  private static Request set(String key) {
    return Request.cmd(Command.SET).arg(key).arg("v" + key);
  }

  private Future<String> get(String key) {
    return link.send(Request.cmd(Command.GET).arg(key)).map(Response::toString);
  }

  private static void all(int count, java.util.function.IntFunction<Future<?>> task) {
    Future.all(IntStream.range(0, count).mapToObj(task).toList()).await();
  }

  @Test
  void each_command_goes_to_the_master_of_its_key() {
    all(300, i -> link.send(set("k" + i)));
    for (int i = 0; i < 300; i += 50) {
      assertThat(HashSlot.of(set("k" + i))).isEqualTo(redis.slot("k" + i));
      assertThat(get("k" + i).await()).isEqualTo("vk" + i);
    }
    List<Long> sizes = link.nodes().stream().map(node -> node.send(Request.cmd(Command.DBSIZE), null).await().toLong()).toList();
    assertThat(sizes).hasSize(3).allMatch(size -> size > 50);
    assertThat(sizes.stream().mapToLong(size -> size).sum()).isEqualTo(300);
    link.ping().await();
    assertThat(link.problems()).isEmpty();
  }

  @Test
  void so_it_does_while_slots_move() {
    all(50, i -> link.send(set("k" + i)));
    int to = redis.owner(redis.slot("k0"));
    for (int i = 1; i < 10; i++) {
      Future<?> before = link.send(set("k" + i));
      redis.move(redis.slot("k" + i), to);
      before.await();
      assertThat(get("k" + i).await()).isEqualTo("vk" + i);
    }
    assertThat(link.problems()).isEmpty();
  }

  @Test
  void a_slot_that_is_half_moved_is_asked_for_at_both_and_several_keys_wait() throws InterruptedException {
    link.send(set("{half}a")).await();
    link.send(set("{half}b")).await();
    int slot = redis.slot("half");
    int from = redis.owner(slot);
    int to = (from + 1) % 3;
    redis.cli(to, "CLUSTER", "SETSLOT", "" + slot, "IMPORTING", redis.id(from));
    redis.cli(from, "CLUSTER", "SETSLOT", "" + slot, "MIGRATING", redis.id(to));
    assertThat(redis.cli(from, "MIGRATE", "127.0.0.1", "" + redis.port(to), "{half}a", "0", "5000")).isEqualTo("OK");

    assertThat(get("{half}a").await()).isEqualTo("v{half}a");
    assertThat(get("{half}b").await()).isEqualTo("v{half}b");
    Future<Response> both = link.send(Request.cmd(Command.EVAL).arg(BOTH).arg(2).arg("{half}a").arg("{half}b"));
    eventually(() -> redis.cli(from, "INFO", "errorstats").contains("errorstat_TRYAGAIN"));
    assertThat(both.isComplete()).isFalse();
    redis.move(slot, to);
    assertThat(both.await().get(1)).hasToString("v{half}b");
    assertThat(link.problems()).isEmpty();
  }

  @Test
  void a_master_that_did_not_exist_before_is_found() throws Exception {
    int fresh = redis.addMaster();
    link.send(set("new")).await();
    redis.move(redis.slot("new"), fresh);
    assertThat(get("new").await()).isEqualTo("vnew");
    eventually(() -> link.nodes().size() == 4);
    redis.move(redis.slot("new"), 0);
    assertThat(get("new").await()).isEqualTo("vnew");
    eventually(() -> link.nodes().size() == 3);
  }

  @Test
  void a_slot_that_nobody_serves_is_an_outage_of_its_keys_only() throws InterruptedException {
    int slot = redis.slot("gone");
    int owner = redis.owner(slot);
    // Twice: until the owner has let the slot go, its heartbeat gives it back to nodes that have done so before.
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < redis.size(); i++) {
        redis.cli(i, "CLUSTER", "DELSLOTS", "" + slot);
      }
    }
    eventually(() -> get("gone").transform(done -> Future.succeededFuture(done.cause())).await() instanceof StoreUnavailableException gone
        && RedisErrors.isSilence(gone));
    link.send(set("k1")).await();
    eventually(() -> link.problems().stream().anyMatch(problem -> problem.contains("1 of 16384 slots")));
    assertThat(redis.cli(owner, "CLUSTER", "ADDSLOTS", "" + slot)).isEqualTo("OK");
    eventually(() -> get("gone").succeeded() || link.send(set("gone")).transform(done -> Future.succeededFuture(done.succeeded())).await());
    eventually(() -> link.problems().isEmpty());
  }

  @Test
  void one_seed_that_answers_is_enough() throws Exception {
    RedisLink other = link("redis+cluster://127.0.0.1:" + RedisExtension.freePort() + ",127.0.0.1:" + redis.port(2));
    other.connect(PATIENCE).await();
    other.send(set("k1")).await();
    other.close().await();
  }

  @Test
  void what_is_no_cluster_and_who_may_not_ask_is_named() throws Exception {
    redis.cli("ACL", "SETUSER", "few", "reset", "on", ">pw", "~*", "+@all", "-cluster");
    assertThatThrownBy(() -> link(redis.url().replace("://", "://few:pw@")).connect(PATIENCE).await())
        .isInstanceOf(RedisStartException.class).hasMessageContaining("NOPERM").hasMessageContaining("cluster")
        .hasMessageNotContaining("pw");
    RedisExtension plain = RedisExtension.ofItsOwn();
    plain.beforeAll(null);
    assertThatThrownBy(() -> link("redis+cluster://127.0.0.1:" + plain.port()).connect(PATIENCE).await())
        .isInstanceOf(RedisStartException.class).hasMessageContaining("is not a node of a Redis Cluster");
    plain.afterAll(null);
  }

  @Test
  void a_subscriber_leaves_a_node_that_is_removed_from_the_cluster() throws Exception {
    TestCluster shrinking = new TestCluster(3, false);
    shrinking.start();
    int gone = shrinking.addMaster();
    shrinking.move(0, gone);
    RedisLink other = link(shrinking.url());
    other.connect(PATIENCE).await();
    eventually(() -> other.nodes().size() == 4);
    List<String> heard = new CopyOnWriteArrayList<>();
    ChannelListener hearing = new ChannelListener() {
      @Override
      public void heard(Buffer message) {
        heard.add(message.toString());
      }

      @Override
      public void heardAgain() {
        // Not looked at.
      }
    };
    int subscribers = 0;
    while (!isSubscribed(shrinking, gone)) {
      vertx.deployVerticle(other.subscriber(List.of("news"), hearing)).await();
      subscribers++;
    }
    shrinking.move(0, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(shrinking.cli(i, "CLUSTER", "FORGET", shrinking.id(gone))).isEqualTo("OK");
    }
    assertThat(shrinking.cli(gone, "CLUSTER", "RESET", "SOFT")).isEqualTo("OK");
    int all = subscribers;
    // By message, since on a slow machine some are heard only after the next has been published.
    eventually(() -> {
      shrinking.cli(0, "PUBLISH", "news", UUID.randomUUID().toString());
      return heard.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).containsValue((long) all);
    });
    eventually(() -> !isSubscribed(shrinking, gone));
    other.close().await();
    shrinking.remove();
  }

  private static boolean isSubscribed(TestCluster cluster, int node) {
    return cluster.cli(node, "PUBSUB", "NUMSUB", "news").matches("news\\n[1-9]\\d*");
  }

  @Test
  void who_may_not_send_asking_reads_so() throws Exception {
    redis.cli("ACL", "SETUSER", "deaf", "reset", "on", ">pw", "~*", "+@all", "-asking");
    RedisLink other = link(redis.url().replace("://", "://deaf:pw@"));
    other.connect(PATIENCE).await();
    int slot = redis.slot("asked");
    int from = redis.owner(slot);
    int to = (from + 1) % 3;
    redis.cli(to, "CLUSTER", "SETSLOT", "" + slot, "IMPORTING", redis.id(from));
    redis.cli(from, "CLUSTER", "SETSLOT", "" + slot, "MIGRATING", redis.id(to));
    assertThatThrownBy(() -> other.send(Request.cmd(Command.GET).arg("asked")).await()).isInstanceOf(StoreUnavailableException.class);
    assertThat(other.problems()).anyMatch(problem -> problem.startsWith("refuses asking: NOPERM"));
    redis.move(slot, to);
    other.close().await();
  }

  @Test
  void tls_and_users_go_for_every_node() throws Exception {
    SignedCertificates certificates = SignedCertificates.create().sign("redis").sign("host");
    TestCluster secure = new TestCluster(3, false, "--tls-ca-cert-file", certificates.ca().toString(), "--tls-cert-file",
        certificates.cert("redis").toString(), "--tls-key-file", certificates.key("redis").toString());
    secure.start();
    secure.cli("ACL", "SETUSER", "gate", "reset", "on", ">s3cr3t", "~k*", "+ping", "+hello", "+info", "+set", "+cluster|info",
        "+cluster|nodes", "+cluster|slots", "+asking");
    RedisLink safe = link("rediss+cluster://gate:s3cr3t@" + secure.tlsServers(),
        new RedisTlsConfig(certificates.ca(), certificates.cert("host"), certificates.key("host")));
    safe.connect(PATIENCE).await();
    all(50, i -> safe.send(set("k" + i)));
    assertThat(safe.nodes()).extracting(RedisNode::address).containsExactlyInAnyOrder(secure.tlsServers().split(","));
    secure.move(secure.slot("k7"), (secure.owner(secure.slot("k7")) + 1) % 3);
    safe.send(set("k7")).await();
    safe.close().await();
    secure.remove();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hostname", "unknown-endpoint"})
  void nodes_may_announce_other_addresses(String kind) throws Exception {
    TestCluster named = new TestCluster(3, false, "--cluster-announce-hostname", "localhost", "--cluster-preferred-endpoint-type", kind);
    named.start();
    RedisLink elsewhere = link(named.url());
    elsewhere.connect(PATIENCE).await();
    String host = kind.equals("hostname") ? "localhost:" : "127.0.0.1:";
    eventually(() -> elsewhere.nodes().stream().allMatch(node -> node.address().startsWith(host)));
    all(50, i -> elsewhere.send(set("k" + i)));
    named.move(named.slot("k7"), (named.owner(named.slot("k7")) + 1) % 3);
    elsewhere.send(set("k7")).await();
    elsewhere.close().await();
    named.remove();
  }
}
