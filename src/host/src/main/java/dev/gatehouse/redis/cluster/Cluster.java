package dev.gatehouse.redis.cluster;

import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.connection.TrackingEpoch;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The state of a Redis Cluster that all event loops share: the current view, and the period in which all its masters tell of changes. A
 * period ends before any command goes to a master that is not tracked in it, so what such a master answers is never kept. Thread-safe.
 */
public final class Cluster {

  private final List<Runnable> followers = new CopyOnWriteArrayList<>();
  private volatile ClusterView view = ClusterView.NONE;
  private @Nullable TrackingEpoch period;
  private Set<Server> tracked = Set.of();

  ClusterView view() {
    return view;
  }

  /** Tells of each change of the view, on any thread. */
  void follow(Runnable changed) {
    followers.add(changed);
  }

  /** Takes a view that a node has told. */
  void learn(ClusterView fresh) {
    boolean changed;
    synchronized (this) {
      changed = !fresh.isLike(view);
      publish(fresh);
    }
    if (changed) {
      followers.forEach(Runnable::run);
    }
  }

  /** A redirection tells who serves a slot now. */
  void moved(int slot, Server to) {
    boolean changed;
    synchronized (this) {
      changed = !to.equals(view.owner(slot));
      if (changed) {
        publish(view.moved(slot, to));
      }
    }
    if (changed) {
      followers.forEach(Runnable::run);
    }
  }

  /** A redirection names a node. */
  void met(Server node) {
    if (view.masters().contains(node)) {
      return;
    }
    synchronized (this) {
      publish(view.met(node));
    }
    followers.forEach(Runnable::run);
  }

  /** Ends the period first: nobody may use the view and believe in the period. */
  private void publish(ClusterView fresh) {
    if (period != null && !tracked.containsAll(fresh.masters())) {
      period.end();
      period = null;
    }
    view = fresh;
  }

  /**
   * Begins a period.
   *
   * @param masters those that tell of changes
   * @return false when the cluster has other masters by now
   */
  synchronized boolean begin(TrackingEpoch fresh, Set<Server> masters) {
    boolean complete = masters.containsAll(view.masters());
    if (complete) {
      period = fresh;
      tracked = Set.copyOf(masters);
    }
    return complete;
  }
}
