package dev.gatehouse.cli;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Faults;
import dev.gatehouse.record.Identifier;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cluster-key}: derives the key of a tenant, which a worker has in place of the cluster's secret. */
@Command(name = "cluster-key", description = "Prints the key of a tenant for cluster.tenants of a worker, derived from cluster.secret:"
    + " cluster-key acme edge.json > acme.key")
final class ClusterKeyCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "TENANT", description = "The tenant's name.")
  private String tenant;

  @Parameters(index = "1", arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration of an edge, with cluster.secret. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws ConfigException {
    if (!Identifier.NAME.matches(tenant)) {
      throw new ParameterException(spec.commandLine(), "TENANT: '" + tenant + "' is no tenant's name; see the manual, Reference");
    }
    HostConfig part = ConfigLoader.part(config, Set.of("cluster"), name -> false);
    String secret = part.cluster().secret();
    if (secret == null) {
      Faults faults = new Faults();
      faults.add("cluster.secret", "is missing; the keys of tenants are derived from it");
      throw new ConfigException(config, faults);
    }
    spec.commandLine().getOut().println(ClusterKeys.derive(secret, tenant));
    return 0;
  }
}
