package dev.gatehouse.cluster.node;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.gatehouse.cluster.Post;
import dev.gatehouse.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a node of the cluster: its membership, which is begun again when it ends, and its subscriptions, which last across
 * memberships. Bodies of messages are buffers. Thread-safe.
 */
public final class ClusterNode implements Post {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final long RETRY_MILLIS = 1_000;
  /** Every so many attempts to join the log says that it goes on. */
  private static final int QUIET = 30;

  private final ClusterConfig config;
  private final boolean lite;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "cluster");
  private volatile @Nullable Membership membership;
  private volatile boolean closed;
  private volatile String name;

  /**
   * A node that has not joined yet.
   *
   * @param lite whether it keeps no data of the cluster, as a worker
   */
  public ClusterNode(ClusterConfig config, boolean lite) {
    this.config = config;
    this.lite = lite;
    name = config.host() + ":" + config.port();
    thread.setDaemon(true);
  }

  /**
   * Joins the cluster, and stays in it from then on. A worker waits for an edge as long as there is none.
   *
   * @return completed when it is a member; fails when a port cannot be bound
   */
  public Future<Void> join() {
    thread.start();
    return Future.fromCompletionStage(joined);
  }

  /** Whether this node is a member at the moment, and an edge is too. */
  public boolean isJoined() {
    Membership now = membership;
    return now != null && hasEdge(now.hazelcast());
  }

  /** The node's name, for logs, health and metrics: its address in the cluster. */
  public String name() {
    return name;
  }

  private void run() {
    int attempts = 0;
    while (!closed) {
      try {
        Membership now = start();
        if (now != null) {
          attempts = 0;
          stay(now);
        } else if (attempts++ % QUIET == 0) {
          LOG.warn("no edge answers at {} (cluster.members); trying again each second", config.members());
        }
      } catch (Exception | LinkageError e) {
        if (joined.completeExceptionally(e)) {
          return;
        }
        LOG.error("the cluster could not be joined again; trying again each second", e);
      }
      pause();
    }
  }

  /** Null when this is a lite member, and no other. */
  private @Nullable Membership start() throws IOException {
    InetAddress address = InetAddress.getByName(config.host());
    HazelcastInstance hazelcast =
        Hazelcast.newHazelcastInstance(HazelcastSettings.of(config, address, UUID.randomUUID().toString(), lite));
    try {
      if (hasEdge(hazelcast) && !closed) {
        return Membership.start(hazelcast, address, config.busPort());
      }
      hazelcast.shutdown();
      return null;
    } catch (RuntimeException e) {
      hazelcast.shutdown();
      throw e;
    }
  }

  private static boolean hasEdge(HazelcastInstance hazelcast) {
    return hazelcast.getLifecycleService().isRunning() && !hazelcast.getCluster().getMembers().stream().allMatch(Member::isLiteMember);
  }

  private void stay(Membership now) throws InterruptedException {
    name = now.name();
    subscriptions.forEach(subscription -> subscription.register(now));
    SelfCheck check = new SelfCheck(now, subscriptions);
    check.start();
    membership = now;
    if (closed) {
      now.ended().countDown(); // leave() came before there was a membership to end
    }
    LOG.info("{} is in the cluster", name);
    joined.complete(null);
    try {
      now.ended().await();
    } finally {
      membership = null;
      now.close();
    }
    if (!closed) {
      LOG.error("the membership in the cluster has ended; joining it again");
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Receives what is sent or published to an address. The handler must not block. */
  public void consume(String address, Consumer<Buffer> handler) {
    add(new Subscription(address, message -> handler.accept(message.body())));
  }

  /** Answers what is asked at an address. The function must not block. */
  public void answer(String address, Function<Buffer, Buffer> function) {
    add(new Subscription(address, message -> message.reply(function.apply(message.body()))));
  }

  private void add(Subscription subscription) {
    subscriptions.add(subscription);
    Membership now = membership;
    if (now != null) {
      subscription.register(now);
    }
  }

  @Override
  public Future<Void> send(String address, Buffer message) {
    Membership now = membership;
    return now == null ? away() : now.bus().<Buffer>sender(address).write(message);
  }

  /** Asks the only consumer of an address. Fails when nobody has answered in time. */
  Future<Buffer> ask(String address, Buffer question, long millis) {
    Membership now = membership;
    return now == null ? away() : now.bus().<Buffer>request(address, question, new DeliveryOptions().setSendTimeout(millis))
        .map(answer -> answer.body());
  }

  /** Sends a message to all consumers of an address, as far as they can be reached. */
  void publish(String address, Buffer message) {
    Membership now = membership;
    if (now != null) {
      now.bus().publish(address, message);
    }
  }

  private static <T> Future<T> away() {
    return Future.failedFuture("this node is in no cluster at the moment");
  }

  /** The membership; null while there is none. For tests. */
  @Nullable
  Membership membership() {
    return membership;
  }

  /** Leaves the cluster for good. */
  public Future<Void> leave() {
    closed = true;
    Promise<Void> left = Promise.promise();
    Thread leaving = new Thread(() -> {
      Membership now = membership;
      if (now != null) {
        now.ended().countDown();
      }
      try {
        thread.join();
        left.complete();
      } catch (InterruptedException e) {
        left.fail(e);
      }
    }, "cluster-leave");
    leaving.setDaemon(true);
    leaving.start();
    return left.future();
  }
}
