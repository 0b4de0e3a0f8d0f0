package dev.gatehouse.cluster.node;

import dev.gatehouse.cluster.WorkerLink;
import dev.gatehouse.feature.bulkhead.BusyException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A worker as an edge knows it, from its first message until its loss. */
final class Peer implements WorkerLink {

  /**
   * A plugin of the worker that its sealed description has confirmed.
   *
   * @param version as the worker announces it
   * @param offer the description
   */
  record Confirmed(Hello.Version version, Offer offer) {
  }

  private final ClusterNode node;
  private final String worker;
  private final String address;
  private final Map<PluginId, Confirmed> plugins = new ConcurrentHashMap<>();
  private final Map<PluginId, Hello.Version> asked = new ConcurrentHashMap<>();
  private volatile long heard;
  private volatile boolean leaving;
  private volatile @Nullable List<Runnable> onLost = new ArrayList<>();

  Peer(ClusterNode node, String worker, String address, long now) {
    this.node = node;
    this.worker = worker;
    this.address = address;
    heard = now;
  }

  @Override
  public String worker() {
    return worker;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public boolean isAlive() {
    return onLost != null;
  }

  /** Whether it takes new calls. */
  boolean isOpen() {
    return isAlive() && !leaving;
  }

  /** What it has said it serves, as far as its descriptions have confirmed it. */
  Map<PluginId, Confirmed> plugins() {
    return plugins;
  }

  /** The versions that it is being asked to describe. */
  Map<PluginId, Hello.Version> asked() {
    return asked;
  }

  boolean isLeaving() {
    return leaving;
  }

  void leaving(boolean now) {
    leaving = now;
  }

  /** It has answered, at this time. */
  void heard(long now) {
    heard = now;
  }

  /** When it was last heard of, by {@link System#nanoTime}. */
  long heard() {
    return heard;
  }

  /** What cannot be written has not reached the worker: a message is read only when it is whole. */
  @Override
  public Future<Void> send(Buffer message) {
    if (!isAlive()) {
      return Future.failedFuture(new BusyException("worker " + worker + " does not answer"));
    }
    return node.send(address, message)
        .recover(failure -> Future.failedFuture(new BusyException("worker " + worker + " cannot be reached")));
  }

  @Override
  public void onLost(Runnable action) {
    synchronized (this) {
      if (onLost != null) {
        onLost.add(action);
        return;
      }
    }
    action.run();
  }

  /** It does not answer any more. */
  void lose() {
    List<Runnable> actions;
    synchronized (this) {
      actions = onLost == null ? List.of() : onLost;
      onLost = null;
    }
    actions.forEach(Runnable::run);
  }

  @Override
  public String toString() {
    return worker;
  }
}
