package dev.gatehouse.cluster.edge;

import dev.gatehouse.cluster.WorkerLink;
import dev.gatehouse.cluster.WorkerPlugin;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Result;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The features of plugins on workers. */
public final class RemoteFeatures {

  private RemoteFeatures() {
  }

  /**
   * The features of a plugin. Each call goes to the worker with the fewest calls under way among those that are alive. They do not block.
   *
   * @param workers those that serve this version of the plugin now; asked at each call
   */
  public static List<Feature> of(WorkerPlugin plugin, Supplier<List<WorkerLink>> workers, RemoteCalls calls) {
    RemoteBody body = new RemoteBody(plugin.tenant(), workers, calls);
    return plugin.infos().stream().map(info -> new Feature(info, body, false)).toList();
  }

  private record RemoteBody(String tenant, Supplier<List<WorkerLink>> workers, RemoteCalls calls) implements Feature.Body {

    @Override
    public CompletionStage<? extends Result> call(Call call) {
      return calls.start(tenant, workers.get(), call);
    }

    @Override
    public boolean isHostCode() {
      return true;
    }
  }
}
