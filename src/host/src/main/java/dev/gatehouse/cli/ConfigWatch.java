package dev.gatehouse.cli;

import dev.gatehouse.Node;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.record.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debounced file watch: reloads the configuration of a running host on request, or when its file has changed and two polls agree on it. An
 * invalid file is logged once, and the last good configuration stays.
 */
final class ConfigWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
  private static final long POLL_MILLIS = 2_000;
  /** The interval of polls while the file changes. */
  private static final long SETTLE_MILLIS = 500;

  private final Path file;
  /** Null until {@link #start}. */
  private @Nullable Node host;
  /** A read was asked for before the start. */
  private boolean missed;
  /** The stamp at the last poll, and at the last read. */
  private String polled;
  private String read;

  /** To be made before the file is read for the first time: a change from then on counts. */
  ConfigWatch(Path file) {
    this.file = file;
    polled = stamp();
    read = polled;
  }

  /** Begins to reload the configuration of a host; polls the file on a thread of its own, unless {@code plugins.reload} is false. */
  synchronized void start(Node running) {
    host = running;
    if (missed) {
      read();
    }
    if (running.config().plugins().reload()) {
      Thread thread = new Thread(this::poll, "config");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Ends with the process. */
  private void poll() {
    try {
      while (true) {
        Thread.sleep(compare() ? POLL_MILLIS : SETTLE_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.debug("{} is no longer followed", file);
    }
  }

  /** Whether two polls have found the same. */
  private synchronized boolean compare() {
    String now = stamp();
    boolean stable = now.equals(polled);
    polled = now;
    if (stable && !now.equals(read)) {
      read();
    }
    return stable;
  }

  /** Reads it now, or at the start if that is yet to come, even if it is unchanged: a file that it names may have changed. Blocks. */
  synchronized void read() {
    Node running = host;
    missed = running == null;
    if (running == null) {
      return;
    }
    read = stamp();
    try {
      running.configure(file, ConfigLoader.load(file));
    } catch (ConfigException e) {
      running.refuseConfiguration(e.faults());
    } catch (RuntimeException | Error e) {
      // Errors too: the thread would end, and the file be followed no more.
      LOG.error("{} could not be read again; the configuration that runs stays", file, e);
    }
  }

  /** What changes when the file is written or replaced; links are followed, as a ConfigMap of Kubernetes is swapped by one. */
  private String stamp() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey())).toString();
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
