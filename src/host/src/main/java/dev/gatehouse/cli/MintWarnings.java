package dev.gatehouse.cli;

import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Nearest;
import dev.gatehouse.tenant.FolderTenants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The warnings of {@code mint} about a new key that is valid but probably not meant. */
final class MintWarnings {

  private MintWarnings() {
  }

  /**
   * Warnings about a new key.
   *
   * @param fields its record
   * @param config where its tenant may be named; a file that is missing or wrong gives no warning
   */
  static List<String> of(Map<String, String> fields, Path config) {
    List<String> warnings = new ArrayList<>();
    if (Stream.of("tools", "prompts", "resources", "roles").allMatch(field -> fields.getOrDefault(field, "").isBlank())) {
      warnings.add("the key may use nothing: --tools, --prompts, --resources or --roles give it rights");
    }
    String tenant = fields.get("tenant");
    if (tenant != null && Files.isRegularFile(config)) {
      tenant(tenant, config, warnings);
    }
    return warnings;
  }

  private static void tenant(String tenant, Path config, List<String> warnings) {
    try {
      HostConfig part = ConfigLoader.part(config, Set.of("plugins", "cluster"), name -> false);
      Set<String> tenants = FolderTenants.names(part.plugins(), part.tenants().keySet());
      // On an edge the tenant may be one of a worker.
      boolean served = part.cluster().secret() != null;
      if (!served && !tenants.contains(tenant)) {
        warnings.add("there is no tenant '" + tenant + "' now: " + config + " does not name it, and " + part.plugins().dir()
            + " has no folder of that name"
            + Nearest.question(String.valueOf(tenant), tenants));
      }
    } catch (ConfigException e) {
      // The host's business; check tells of it.
      return;
    }
  }

  /**
   * Warnings about a key that replaces another.
   *
   * @param own the fields that it does not inherit
   * @param record its whole record, or null when that is not known
   */
  static List<String> of(Rotation rotation, Map<String, String> own, @Nullable Map<String, String> record) {
    if (own.containsKey("exp")) {
      return List.of();
    }
    if (record == null) {
      return List.of("if key " + rotation.replaces() + " has an end (exp), the new key has the same; --expires sets another");
    }
    String end = record.get("exp");
    return end == null ? List.of() : List.of("the new key ends when key " + rotation.replaces() + " was to end, at "
        + MintedRights.time(end) + "; --expires sets another end");
  }
}
