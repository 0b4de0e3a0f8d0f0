package dev.gatehouse.redis.cluster;

import dev.gatehouse.record.RedisUrl.Server;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which nodes a Redis Cluster has and which master serves which slot, as one of its nodes tells it. Immutable. */
final class ClusterView {

  /** Nothing is known. */
  static final ClusterView NONE = new ClusterView(-1, false, new Server[HashSlot.COUNT], Set.of(), Set.of(), HashSlot.COUNT);

  private final long epoch;
  private final boolean up;
  private final @Nullable Server[] owners;
  private final Set<Server> masters;
  private final Set<Server> replicas;
  private final Set<Server> serving;
  private final int unserved;

  /**
   * A view.
   *
   * @param epoch the cluster's epoch ({@code cluster_current_epoch}), which each fail-over and each move of a slot raises
   * @param up whether the cluster takes commands ({@code cluster_state:ok})
   * @param owners the master of each slot, null for none
   * @param masters all that own slots, working or not, and all others that work: they may be given slots
   * @param replicas all that work
   * @param unserved how many slots have no master that works
   */
  ClusterView(long epoch, boolean up, @Nullable Server[] owners, Set<Server> masters, Set<Server> replicas, int unserved) {
    this.epoch = epoch;
    this.up = up;
    this.owners = owners;
    this.masters = Set.copyOf(masters);
    this.replicas = Set.copyOf(replicas);
    this.unserved = unserved;
    Set<Server> own = new LinkedHashSet<>(Arrays.asList(owners));
    own.remove(null);
    this.serving = Set.copyOf(own);
  }

  /** The same with another master of a slot, as a redirection tells it. */
  ClusterView moved(int slot, Server to) {
    @Nullable
    Server[] changed = owners.clone();
    changed[slot] = to;
    ClusterView met = met(to);
    return new ClusterView(epoch, up, changed, met.masters, met.replicas, unserved);
  }

  /** The same with a node that is a master. */
  ClusterView met(Server node) {
    Set<Server> more = new HashSet<>(masters);
    more.add(node);
    Set<Server> fewer = new HashSet<>(replicas);
    fewer.remove(node);
    return new ClusterView(epoch, up, owners, more, fewer, unserved);
  }

  long epoch() {
    return epoch;
  }

  boolean isUp() {
    return up;
  }

  /** The master of a slot; null for none. */
  @Nullable
  Server owner(int slot) {
    return owners[slot];
  }

  /** The masters, with slots or without. */
  Set<Server> masters() {
    return masters;
  }

  /** The masters with slots. */
  Set<Server> serving() {
    return serving;
  }

  Set<Server> replicas() {
    return replicas;
  }

  int unserved() {
    return unserved;
  }

  /** Whether both name the same nodes for the same slots. */
  boolean isLike(ClusterView other) {
    return masters.equals(other.masters) && replicas.equals(other.replicas) && Arrays.equals(owners, other.owners);
  }
}
