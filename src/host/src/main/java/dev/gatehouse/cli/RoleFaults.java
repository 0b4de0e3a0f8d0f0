package dev.gatehouse.cli;

import dev.gatehouse.config.ClusterConfig;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.tenant.FolderTenants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration for a role. */
final class RoleFaults {

  private RoleFaults() {
  }

  /** Each fault a line that names the file and the field. */
  static List<String> of(Path file, HostConfig config, Role role) {
    List<String> faults = new ArrayList<>();
    switch (role) {
      case EDGE -> edge(config.cluster(), faults);
      case WORKER -> worker(config, faults);
      case ALL -> {
        // Needs nothing more.
      }
    }
    faults.addAll(PortClashes.of(config, role));
    return faults.stream().map(fault -> file + ": " + fault).toList();
  }

  private static void edge(ClusterConfig cluster, List<String> faults) {
    if (!cluster.tenants().isEmpty()) {
      faults.add("cluster.tenants: is for workers; an edge derives the keys of all tenants from cluster.secret");
    } else if (!cluster.loopback() && cluster.secret() == null) {
      faults.add("cluster.secret: is missing; an edge derives the keys of all tenants from it");
    }
  }

  private static void worker(HostConfig config, List<String> faults) {
    ClusterConfig cluster = config.cluster();
    if (cluster.members().isEmpty()) {
      faults.add("cluster.members: is empty; a worker must name the edges that it works for, such as [\"10.0.0.1:5701\"]");
    }
    FolderTenants.names(config.plugins(), config.tenants().keySet()).stream().filter(tenant -> !cluster.hasKey(tenant))
        .forEach(tenant -> faults.add("cluster.tenants." + tenant + ": is missing; the worker has plugins or settings of this tenant,"
            + " and needs its key"));
  }
}
