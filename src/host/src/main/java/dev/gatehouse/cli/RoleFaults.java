package dev.gatehouse.cli;

import dev.gatehouse.config.ClusterConfig;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.tenant.FolderTenants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a configuration lacks for a role. */
final class RoleFaults {

  private RoleFaults() {
  }

  /** Each fault a line that names the file and the field. */
  static List<String> of(Path file, HostConfig config, Role role) {
    ClusterConfig cluster = config.cluster();
    List<String> faults = new ArrayList<>();
    if (role == Role.EDGE && !cluster.loopback() && cluster.secret() == null) {
      faults.add("cluster.secret: is missing; an edge derives the keys of all tenants from it");
    }
    if (role == Role.WORKER) {
      if (cluster.members().isEmpty()) {
        faults.add("cluster.members: is empty; a worker must name the edges that it works for, such as [\"10.0.0.1:5701\"]");
      }
      FolderTenants.names(config.plugins(), config.tenants().keySet()).stream().filter(tenant -> !cluster.hasKey(tenant))
          .forEach(tenant -> faults.add("cluster.tenants." + tenant + ": is missing; the worker has plugins or settings of this tenant,"
              + " and needs its key"));
    }
    return faults.stream().map(fault -> file + ": " + fault).toList();
  }
}
