package dev.gatehouse.tenant;

import dev.gatehouse.feature.Feature;
import dev.gatehouse.plugin.load.FileVersion;
import java.util.List;

/**
 * A plugin that runs elsewhere, as a tenant of this process serves it.
 *
 * @param version identifies the version: another one replaces it, with a generation of its own
 * @param features what it serves; their bodies send the calls to where it runs
 * @param jars its jars there
 */
public record RemotePlugin(String version, List<Feature> features, List<FileVersion> jars) {

  /** Copies the lists. */
  public RemotePlugin {
    features = List.copyOf(features);
    jars = List.copyOf(jars);
  }
}
