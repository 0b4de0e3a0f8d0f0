package dev.gatehouse.redis;

import dev.gatehouse.config.EmbeddedRedisConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Redis that comes along when none is configured: a process of its own on loopback, its data in a folder of ours. It outlives
 * a host that is killed, and the next start adopts it; several hosts may share it, and the last one to end stops it. Blocking:
 * for start and stop only.
 */
public final class EmbeddedRedis {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

  private final int port;
  private final RedisFiles files;
  private final HostsLock hosts;
  private final boolean adopted;

  private EmbeddedRedis(int port, RedisFiles files, HostsLock hosts, boolean adopted) {
    this.port = port;
    this.files = files;
    this.hosts = hosts;
    this.adopted = adopted;
  }

  /**
   * Starts it, or adopts the one that runs on this folder and port already; returns when it serves.
   *
   * @param config port 0 is the port of the one that runs on this folder, or else any free one
   * @throws RedisStartException in one line, when the port is taken, the folder cannot be used or no Redis runs here
   */
  public static EmbeddedRedis start(EmbeddedRedisConfig config) {
    try {
      RedisFiles files = new RedisFiles(Files.createDirectories(config.dir().toAbsolutePath()).toRealPath());
      return start(config.port(), files, HostsLock.join(files.dir()));
    } catch (IOException e) {
      throw unusable(config, e.getMessage());
    }
  }

  private static EmbeddedRedis start(int wantedPort, RedisFiles files, HostsLock hosts) throws IOException {
    try {
      int port = wantedPort != 0 ? wantedPort : anyPort(files);
      RedisServer server = new RedisServer(port, files);
      boolean adopted = server.isRunning();
      if (!adopted) {
        server.launch();
      }
      server.awaitReady();
      // In the meantime another program may have taken the port, and answered for ours.
      if (!server.isRunning()) {
        throw new IOException("its Redis ended at once");
      }
      LOG.info("{} the embedded Redis on port {}, data in {}", adopted ? "adopted" : "started", port, files.dir());
      return new EmbeddedRedis(port, files, hosts, adopted);
    } catch (IOException | RuntimeException e) {
      hosts.close();
      throw e;
    }
  }

  private static int anyPort(RedisFiles files) throws IOException {
    OptionalInt left = RedisServer.leftBehind(files);
    if (left.isPresent()) {
      return left.getAsInt();
    }
    return FreePort.any();
  }

  /**
   * Where a host with this configuration has its Redis, for a command that talks to it from outside; starts nothing.
   *
   * @throws RedisStartException when the port is left to chance and none has been started yet
   */
  public static String urlOf(EmbeddedRedisConfig config) {
    if (config.port() != 0) {
      return url(config.port());
    }
    try {
      OptionalInt last = new RedisFiles(config.dir().toAbsolutePath()).lastPort();
      return url(last.orElseThrow(() -> unusable(config, "redis.embedded.port is 0 and no host has started a Redis there yet")));
    } catch (IOException e) {
      throw unusable(config, e.getMessage());
    }
  }

  private static RedisStartException unusable(EmbeddedRedisConfig config, String why) {
    return new RedisStartException("redis.embedded.dir " + config.dir() + " cannot be used: " + why);
  }

  private static String url(int port) {
    return "redis://127.0.0.1:" + port;
  }

  /** Where it listens: {@code redis://127.0.0.1:6379}. */
  public String url() {
    return url(port);
  }

  /** The port it listens on, which is never 0. */
  public int port() {
    return port;
  }

  /** Whether it was running already, left by a host that was killed or in use by another one. */
  public boolean adopted() {
    return adopted;
  }

  /** Stops it with everything on disk, unless another host still uses it. The last step of a drain; failures are logged. */
  public void shutdown() {
    try (hosts) {
      if (hosts.alone()) {
        new RedisServer(port, files).stop();
        LOG.info("stopped the embedded Redis on port {}", port);
      } else {
        LOG.info("left the embedded Redis on port {} to the other hosts that use it", port);
      }
    } catch (IOException e) {
      LOG.warn("the embedded Redis on port {} was not stopped: {}", port, e.getMessage());
    }
  }
}
