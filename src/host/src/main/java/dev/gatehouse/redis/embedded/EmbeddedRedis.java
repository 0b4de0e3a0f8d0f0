package dev.gatehouse.redis.embedded;

import dev.gatehouse.config.EmbeddedRedisConfig;
import dev.gatehouse.redis.connection.RedisStartException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded Redis, used when {@code redis.url} is not set: a separate process on loopback with a generated password and a data folder
 * that only its owner can read. It outlives a host that is killed, and the next start adopts it. Several hosts may share it; the last one
 * stops it. Blocking: for start and stop only.
 */
public final class EmbeddedRedis {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

  private final RedisServer server;
  private final RedisFiles files;
  private final FolderLock hosts;
  private final boolean adopted;
  private final RedisSupervisor supervisor;

  private EmbeddedRedis(RedisServer server, RedisFiles files, FolderLock hosts, boolean adopted) {
    this.server = server;
    this.files = files;
    this.hosts = hosts;
    this.adopted = adopted;
    this.supervisor = RedisSupervisor.watch(server);
  }

  /**
   * Starts the server, or adopts the one that runs on this folder and port already; returns when it serves. From then on it is restarted
   * when its process ends.
   *
   * @param config port 0 means the port of the server that runs on this folder, or else any free one
   * @throws RedisStartException in one line, when the port is taken, the folder cannot be used or no Redis can be started here
   */
  public static EmbeddedRedis start(EmbeddedRedisConfig config) {
    try {
      RedisFiles files = new RedisFiles(OwnerOnly.folder(config.dir().toAbsolutePath()).toRealPath());
      if (files.narrow()) {
        LOG.warn("other users could read {} until now; its permissions are narrowed, but they may have copied what is in it", files.dir());
      }
      return start(config, files, FolderLock.join(files));
    } catch (IOException e) {
      throw unusable(config, e.getMessage());
    }
  }

  private static EmbeddedRedis start(EmbeddedRedisConfig config, RedisFiles files, FolderLock hosts) throws IOException {
    try {
      RedisServer server = server(config, files);
      boolean adopted = server.startOrAdopt();
      LOG.info("{} the embedded Redis on port {}, data in {}", adopted ? "adopted" : "started", server.port(), files.dir());
      return new EmbeddedRedis(server, files, hosts, adopted);
    } catch (IOException | RuntimeException e) {
      hosts.close();
      throw e;
    }
  }

  @SuppressWarnings("try")
  private static RedisServer server(EmbeddedRedisConfig config, RedisFiles files) throws IOException {
    RedisPassword password;
    try (FolderLock alone = FolderLock.start(files)) {
      password = RedisPassword.readOrCreate(files.password());
    }
    if (config.port() != 0) {
      return new RedisServer(config.port(), files, password, config.binary());
    }
    OptionalInt left = new RedisServer(0, files, password, null).leftBehind();
    return new RedisServer(left.isPresent() ? left.getAsInt() : FreePort.any(), files, password, config.binary());
  }

  /**
   * The URL of the Redis of a host with this configuration, for commands that connect to it from outside. Starts nothing.
   *
   * @return a URL that holds the password
   * @throws RedisStartException when the port is 0 and no server has been started yet, or this user may not read the password
   */
  public static String urlOf(EmbeddedRedisConfig config) {
    try {
      RedisFiles files = new RedisFiles(Files.exists(config.dir()) ? config.dir().toRealPath() : config.dir().toAbsolutePath());
      OptionalInt port = config.port() != 0 ? OptionalInt.of(config.port()) : files.lastPort();
      if (port.isEmpty()) {
        throw unusable(config, "redis.embedded.port is 0 and no host has started a Redis there yet");
      }
      return url(port.getAsInt(), files, Files.exists(files.password()) ? RedisPassword.read(files.password()) : null);
    } catch (AccessDeniedException e) {
      throw unusable(config, "only the user that the host runs as may read the password in it");
    } catch (IOException e) {
      throw unusable(config, e.getMessage());
    }
  }

  private static RedisStartException unusable(EmbeddedRedisConfig config, @Nullable String why) {
    return new RedisStartException("redis.embedded.dir " + config.dir() + " cannot be used: " + why);
  }

  /** A server of an earlier version has no socket and no password. */
  private static String url(int port, RedisFiles files, @Nullable RedisPassword password) {
    Optional<Path> socket = files.socket().filter(Files::exists);
    if (socket.isPresent() && password != null) {
      return "unix://" + socket.get().toUri().getRawPath() + "?password=" + password.text();
    }
    return "redis://" + (password == null ? "" : ":" + password.text() + '@') + "127.0.0.1:" + port;
  }

  /**
   * The URL that hosts connect to: {@code unix:///…/redis.sock?password=…}, or {@code redis://:…@127.0.0.1:6379} when the path is too long
   * for a socket. It holds the password, so it must not be logged.
   */
  public String url() {
    return url(server.port(), files, server.password());
  }

  /** The port it listens on, which is never 0. */
  public int port() {
    return server.port();
  }

  /** The file with its password, for {@code REDISCLI_AUTH}. */
  public Path passwordFile() {
    return files.password();
  }

  /** Whether it was running already: a killed host left it behind, or another host uses it. */
  public boolean adopted() {
    return adopted;
  }

  /** Why it does not run at this moment, in one line, or null while it does. */
  public @Nullable String problem() {
    return supervisor.problem();
  }

  /** How often this host has restarted it after its process ended. */
  public int restarts() {
    return supervisor.restarts();
  }

  /** Stops it after all data has been written, unless another host still uses it. The last step of a drain; failures are logged. */
  public void shutdown() {
    try (hosts) {
      supervisor.stop();
      if (hosts.alone()) {
        server.stop();
        LOG.info("stopped the embedded Redis on port {}", port());
      } else {
        LOG.info("left the embedded Redis on port {} to the other hosts that use it", port());
      }
    } catch (IOException | RedisStartException e) {
      LOG.warn("the embedded Redis on port {} was not stopped: {}", port(), e.getMessage());
    }
  }
}
