package dev.gatehouse.cli;

import dev.gatehouse.Host;
import dev.gatehouse.config.ConfigException;
import dev.gatehouse.config.ConfigLoader;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again while the host runs: when the file has changed and two looks agree that nobody writes it any more, or
 * when told to. What is wrong with it is told once, and what runs stays.
 */
public final class ConfigWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
  private static final long LOOK_MILLIS = 500;

  private final Path file;
  private Host host;
  private boolean missed;
  private String last;
  private String tried;

  /** To be made before the file is read for the first time: a change from then on counts. */
  public ConfigWatch(Path file) {
    this.file = file;
    last = stamp();
    tried = last;
  }

  /**
   * Begins.
   *
   * @param running what is given the new configuration
   * @param looks whether to look at the file, or to wait until {@link #read} is called
   */
  public synchronized void start(Host running, Vertx vertx, boolean looks) {
    host = running;
    if (missed) {
      read();
    }
    if (looks) {
      vertx.setTimer(LOOK_MILLIS, tick -> look(vertx));
    }
  }

  private void look(Vertx vertx) {
    vertx.executeBlocking(() -> {
      compare();
      return null;
    }).onComplete(looked -> vertx.setTimer(LOOK_MILLIS, tick -> look(vertx)));
  }

  private synchronized void compare() {
    String now = stamp();
    boolean settled = now.equals(last);
    last = now;
    if (settled && !now.equals(tried)) {
      read();
    }
  }

  /**
   * Reads it now, or else at the start of watching, even if it looks the same: a file that it names may hold something else. Blocks.
   */
  public synchronized void read() {
    missed = host == null;
    if (missed) {
      return;
    }
    tried = stamp();
    try {
      host.configure(file, ConfigLoader.load(file));
    } catch (ConfigException e) {
      host.refuseConfiguration(e.faults());
    } catch (RuntimeException e) {
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
