package dev.gatehouse;

import dev.gatehouse.cluster.node.ClusterNode;
import dev.gatehouse.cluster.node.Workers;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.http.Metrics;
import dev.gatehouse.tenant.RemoteTenants;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an edge has in place of a plugin folder: workers, and tenants that are served by them.
 *
 * @param node this process in the cluster
 */
record Edge(ClusterNode node, Workers workers, Tenants tenants) {

  /** Not in the cluster yet; it joins when the tenants are loaded. */
  static Edge of(Platform platform, Changes changes) {
    HostConfig config = platform.config();
    ClusterNode node = new ClusterNode(config.cluster(), false);
    Workers workers = new Workers(platform.vertx(), node, ClusterStart.keys(config.cluster()), changes);
    return new Edge(node, workers, new RemoteTenants(platform.vertx(), config.calls(), config.tenants(), changes, tenants -> {
      platform.shutdown().add("the cluster", node::leave);
      return workers.follow(tenants).recover(failure -> Future.failedFuture(ClusterStart.cannotJoin(config.cluster(), failure)));
    }));
  }

  void show(Metrics metrics) {
    metrics.gauges("gatehouse.workers", "Workers: 1 that answers, 0 that was lost within the last ten minutes", "worker", () -> {
      Map<String, Integer> answers = new TreeMap<>(workers.running());
      answers.replaceAll((worker, running) -> running < 0 ? 0 : 1);
      return answers;
    });
    metrics.gauges("gatehouse.worker.calls", "Calls that a worker has of this edge at this moment", "worker", () -> {
      Map<String, Integer> running = new TreeMap<>(workers.running());
      running.values().removeIf(number -> number < 0);
      return running;
    });
  }

  /** For {@code /health/ready}: the workers with what they serve, and those that do not answer. */
  JsonObject state() {
    JsonArray problems = new JsonArray(new ArrayList<>(workers.problems()));
    if (!node.isJoined()) {
      problems.add("this edge is in no cluster at the moment");
    }
    return new JsonObject().put("node", node.name()).put("workers", new JsonObject(new LinkedHashMap<>(workers.plugins())))
        .put("problems", problems);
  }
}
