package dev.gatehouse.cluster.node;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.gatehouse.tenant.TempFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One membership of this node: from joining the cluster until Hazelcast ends.
 *
 * @param hazelcast the member
 * @param manager its registry of subscriptions
 * @param vertx the clustered instance
 * @param ended counted down at the end
 */
record Membership(HazelcastInstance hazelcast, HazelcastClusterManager manager, Vertx vertx, CountDownLatch ended) {

  /** How soon a connection of the event bus that is cut without a word is given up. */
  private static final long PING_MILLIS = 1_000;
  private static final int CONNECT_MILLIS = 2_000;
  private static final long PATIENCE_SECONDS = 5;

  /**
   * Starts the clustered Vert.x of a member. Blocks.
   *
   * @param address the one that the event bus binds
   * @param port likewise; 0 for any
   */
  static Membership start(HazelcastInstance hazelcast, InetAddress address, int port) {
    CountDownLatch ended = new CountDownLatch(1);
    hazelcast.getLifecycleService().addLifecycleListener(event -> {
      if (event.getState() == LifecycleState.SHUTDOWN) {
        ended.countDown();
      }
    });
    HazelcastClusterManager manager = new HazelcastClusterManager(hazelcast);
    VertxOptions options = TempFolder.unusedBy(new VertxOptions().setEventLoopPoolSize(1));
    options.getEventBusOptions().setHost(address.getHostAddress()).setPort(port)
        .setClusterPingInterval(PING_MILLIS).setClusterPingReplyInterval(PING_MILLIS).setConnectTimeout(CONNECT_MILLIS);
    Vertx vertx = Vertx.builder().with(options).withClusterManager(manager).buildClustered().await();
    // Nothing but buffers is sent; no object is made of what another node wrote.
    vertx.eventBus().serializableChecker(name -> false).clusterSerializableChecker(name -> false);
    return new Membership(hazelcast, manager, vertx, ended);
  }

  EventBus bus() {
    return vertx.eventBus();
  }

  /** Whether other nodes find this one at an address. Asks the registry itself, not what the event bus remembers of it. */
  Future<Boolean> isRegistered(String address) {
    return Future.future(promise -> manager.getRegistrations(address, (all, failure) -> {
      if (failure == null) {
        promise.complete(all.stream().anyMatch(one -> one.nodeId().equals(manager.getNodeId())));
      } else {
        promise.fail(failure);
      }
    }));
  }

  /** Whether other nodes know where this node's event bus listens. */
  Future<Boolean> isKnown() {
    return Future.future(promise -> manager.getNodeInfo(manager.getNodeId(), (info, failure) -> promise.complete(failure == null)));
  }

  /** Tells the other nodes where this node's event bus listens. */
  Future<Void> tellWhere() {
    NodeInfo info = manager.getNodeInfo();
    return Future.future(promise -> manager.setNodeInfo(info, promise));
  }

  /** The member's address, as {@code host:port}. */
  String name() {
    com.hazelcast.cluster.Address address = hazelcast.getCluster().getLocalMember().getAddress();
    return address.getHost() + ":" + address.getPort();
  }

  /** Leaves the cluster. Blocks; what fails does not matter any more. */
  void close() {
    vertx.close().timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty().await();
    hazelcast.shutdown();
  }
}
