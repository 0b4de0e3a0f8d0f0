package dev.gatehouse;

import dev.gatehouse.config.HostConfig;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;

/** A running process of any role. Thread-safe. */
public sealed interface Node permits Host, Worker {

  /** What it was started with. */
  HostConfig config();

  /** Completed when it serves; fails with {@link StartException} when it cannot. */
  Future<Void> ready();

  /** What it serves, each as the rest of a line that begins with {@code ready}. */
  List<String> endpoints();

  /** Applies the tenants' settings of another configuration; the rest of it needs a restart, which is logged. */
  void configure(Path file, HostConfig next);

  /** Reports the faults of a configuration, which is not applied. */
  void refuseConfiguration(List<String> faults);

  /** Stops in order, when what runs has ended or timed out. Blocks; what could not be closed is in the log. */
  void close();
}
