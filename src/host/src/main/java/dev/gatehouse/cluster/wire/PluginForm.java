package dev.gatehouse.cluster.wire;

import dev.gatehouse.cluster.WorkerPlugin;

/** A worker's plugin as JSON, lossless. */
public final class PluginForm {

  private PluginForm() {
  }

  /** Writes a plugin. */
  public static byte[] write(WorkerPlugin plugin) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads a plugin.
   *
   * @throws IllegalArgumentException in one sentence, when it is not one
   */
  public static WorkerPlugin read(byte[] json) {
    throw new UnsupportedOperationException();
  }
}
