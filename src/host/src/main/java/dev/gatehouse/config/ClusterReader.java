package dev.gatehouse.config;

import dev.gatehouse.record.Section;
import dev.gatehouse.record.TextForm;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parses the section {@code cluster}, and the rules between its fields. */
final class ClusterReader {

  private ClusterReader() {
  }

  static ClusterConfig read(Section section) {
    return new ClusterConfig(
        section.text("host", ClusterConfig.DEFAULT.host(), TextForm.HOST),
        section.integer("port", ClusterConfig.PORT, 0, ClusterConfig.MOST_PORT),
        section.list("members", TextForm.HOST_HEADER),
        section.optional("secret", TextForm.SECRET),
        keys(section.section("tenants")));
  }

  private static Map<String, String> keys(Section section) {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String tenant : section.names()) {
      String wrong = ConfigReader.nameFault(tenant);
      if (wrong != null) {
        section.fault(tenant, wrong);
      }
      keys.put(tenant, section.text(tenant, "", TextForm.HEX_KEY));
    }
    return keys;
  }

  static void check(Section root, ClusterConfig cluster) {
    if (HttpConfig.isWildcard(cluster.host())) {
      root.fault("cluster.host", "must be one address of this machine, by which the other nodes reach it");
    }
    if (cluster.members().stream().anyMatch(member -> member.endsWith(":0"))) {
      root.fault("cluster.members", "must name the port of a node; 0 is none");
    }
    if (!cluster.loopback() && cluster.secret() == null && cluster.tenants().isEmpty() && !root.isFaulty("cluster.secret")) {
      root.fault("cluster.secret", "is missing; without it everybody who reaches cluster.host, which is not loopback, could read and answer"
          + " calls. Set it, or on a worker cluster.tenants");
    }
    if (cluster.secret() != null && !cluster.tenants().isEmpty()) {
      root.fault("cluster.tenants", "is not needed beside cluster.secret, which gives the keys of all tenants; keep one of them");
    }
  }
}
