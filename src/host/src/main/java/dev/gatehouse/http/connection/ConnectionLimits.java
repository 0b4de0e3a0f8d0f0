package dev.gatehouse.http.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.gatehouse.config.AdminConfig;
import dev.gatehouse.config.ConnectionsConfig;
import dev.gatehouse.config.HttpConfig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of connections: how many may be open, and the time until a caller must be authenticated.
 *
 * @param most in total
 * @param mostPerAddress of one client address, an IPv6 one by its /64
 * @param mostPerKey that carry requests of one key
 * @param headTimeout how long
 */
public record ConnectionLimits(int most, int mostPerAddress, int mostPerKey, Duration headTimeout) {

  /** The limit of the admin port: operators, probes and a few scrapers. */
  public static final int ADMIN = 64;

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimits.class);
  private static final int LEAST = 16;
  /** The estimated heap of a connection with TLS and a running request, in bytes. */
  private static final long HEAP_EACH = 16 * 1024;

  /**
   * The configured limits; the others are derived from the process's descriptors and heap. On loopback all clients share one address.
   */
  public static ConnectionLimits of(HttpConfig http) {
    ConnectionsConfig config = http.connections();
    long spare = spareDescriptors();
    int most = or(config.maxConnections(), most(spare, Runtime.getRuntime().maxMemory()));
    if (most > spare) {
      LOG.warn("http.maxConnections is {}, but the file descriptors of this process allow only {}", most, Math.max(0, spare));
    }
    return new ConnectionLimits(most,
        or(config.maxConnectionsPerAddress(), http.loopback() ? most : most / 2),
        or(config.maxConnectionsPerKey(), most / 4),
        config.headTimeout());
  }

  private static int or(@Nullable Integer configured, int otherwise) {
    return configured == null ? Math.max(1, otherwise) : configured;
  }

  /** The limits of the admin port: half for one address, so that probes and others have room. On loopback all share one address. */
  public static ConnectionLimits ofAdmin(AdminConfig admin, Duration headTimeout) {
    return new ConnectionLimits(ADMIN, admin.loopback() ? ADMIN : ADMIN / 2, ADMIN, headTimeout);
  }

  static int most(long spareDescriptors, long heapBytes) {
    return (int) Math.max(LEAST, Math.min(Integer.MAX_VALUE, Math.min(spareDescriptors, heapBytes / HEAP_EACH)));
  }

  /** A quarter of the descriptors is for the host itself (Redis, jars, logs), and some are for the admin port. */
  private static long spareDescriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount() / 4 * 3 - unix.getOpenFileDescriptorCount() - ADMIN - 2 * Connections.CLOSING
        : Long.MAX_VALUE;
  }
}
