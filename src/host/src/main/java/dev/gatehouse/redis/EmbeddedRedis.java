package dev.gatehouse.redis;

import dev.gatehouse.config.EmbeddedRedisConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private final Path dir;
  private final HostsLock hosts;
  private final boolean adopted;

  private EmbeddedRedis(int port, Path dir, HostsLock hosts, boolean adopted) {
    this.port = port;
    this.dir = dir;
    this.hosts = hosts;
    this.adopted = adopted;
  }

  /**
   * Starts it, or adopts the one that runs on this folder and port already; returns when it serves.
   *
   * @throws RedisStartException in one line, when the port is taken, the folder cannot be used or no Redis runs here
   */
  public static EmbeddedRedis start(EmbeddedRedisConfig config) {
    try {
      Path dir = Files.createDirectories(config.dir().toAbsolutePath()).toRealPath();
      return start(config.port(), dir, HostsLock.join(dir));
    } catch (IOException e) {
      throw new RedisStartException("redis.embedded.dir " + config.dir() + " cannot be used: " + e.getMessage());
    }
  }

  private static EmbeddedRedis start(int port, Path dir, HostsLock hosts) throws IOException {
    try {
      RedisServer server = new RedisServer(port, dir);
      boolean adopted = server.isRunning();
      if (!adopted) {
        server.requireNotMoved();
        server.launch();
      }
      server.awaitReady();
      // In the meantime another program may have taken the port, and answered for ours.
      if (!server.isRunning()) {
        throw new IOException("its Redis ended at once");
      }
      LOG.info("{} the embedded Redis on port {}, data in {}", adopted ? "adopted" : "started", port, dir);
      return new EmbeddedRedis(port, dir, hosts, adopted);
    } catch (IOException | RuntimeException e) {
      hosts.close();
      throw e;
    }
  }

  /** Where it listens: {@code redis://127.0.0.1:6379}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Whether it was running already, left by a host that was killed or in use by another one. */
  public boolean adopted() {
    return adopted;
  }

  /** Stops it with everything on disk, unless another host still uses it. The last step of a drain; failures are logged. */
  public void shutdown() {
    try (hosts) {
      if (hosts.alone()) {
        new RedisServer(port, dir).stop();
        LOG.info("stopped the embedded Redis on port {}", port);
      } else {
        LOG.info("left the embedded Redis on port {} to the other hosts that use it", port);
      }
    } catch (IOException e) {
      LOG.warn("the embedded Redis on port {} was not stopped: {}", port, e.getMessage());
    }
  }
}
