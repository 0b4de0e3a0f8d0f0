package dev.gatehouse.cluster;

import dev.gatehouse.feature.Info;
import java.util.List;
import java.util.Objects;

/**
 * A plugin that a worker serves for a tenant, as the worker announces it.
 *
 * @param worker the worker's name
 * @param tenant the tenant
 * @param plugin the plugin
 * @param digest identifies the version, and orders versions by age
 * @param infos the descriptions of its features
 * @param maxResult the longest answer that the worker sends, in bytes
 */
public record WorkerPlugin(String worker, String tenant, String plugin, String digest, List<Info> infos, long maxResult) {

  /** Copies the descriptions; refuses null. */
  public WorkerPlugin {
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(plugin, "plugin");
    Objects.requireNonNull(digest, "digest");
    infos = List.copyOf(infos);
  }
}
