package dev.gatehouse.cluster.edge;

import dev.gatehouse.cluster.WorkerLink;
import dev.gatehouse.cluster.WorkerPlugin;
import dev.gatehouse.feature.Feature;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** The features of plugins on workers. */
public final class RemoteFeatures {

  private RemoteFeatures() {
  }

  /**
   * The features of a plugin. Each call goes to the worker with the fewest calls under way among those that are alive.
   *
   * @param workers those that serve this version of the plugin now; asked at each call
   */
  public static List<Feature> of(WorkerPlugin plugin, Supplier<? extends Collection<WorkerLink>> workers, RemoteCalls calls) {
    throw new UnsupportedOperationException();
  }
}
