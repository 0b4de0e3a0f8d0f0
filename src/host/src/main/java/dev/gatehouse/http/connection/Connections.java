package dev.gatehouse.http.connection;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.record.AddressBlock;
import dev.gatehouse.record.Cidr;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections to a port, limited in total, by client address and by key. At a limit a new connection replaces the oldest one
 * without an authenticated caller; if there is none, the new one is closed. Thread-safe.
 */
public final class Connections {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /** How many connections may be open beyond the limit while replaced ones are being closed. */
  static final int CLOSING = 64;

  private final String port;
  private final ConnectionLimits limits;
  private final List<Cidr> trustedProxies;
  private final ConnectionPool total;
  private final Map<String, ConnectionPool> addresses = new HashMap<>();
  private final Map<String, Integer> keys = new HashMap<>();
  private final Map<Peer, Connection> accepted = new ConcurrentHashMap<>();
  private final Map<HttpConnection, Connection> bound = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong displaced = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final LogThrottle throttle;

  /**
   * Creates an empty set.
   *
   * @param port what the log calls the port, {@code http} or {@code admin}
   * @param trustedProxies whose connections carry many clients: they have no bound by address and by key
   * @param throttle limits the lines about refused connections
   */
  public Connections(String port, ConnectionLimits limits, List<Cidr> trustedProxies, LogThrottle throttle) {
    this.port = port;
    this.limits = limits;
    this.trustedProxies = List.copyOf(trustedProxies);
    this.total = new ConnectionPool(limits.most());
    this.throttle = throttle;
  }

  /** Accepts and counts a new connection; returns null when it must be closed. */
  @Nullable
  Connection open(Peer peer) {
    Connection connection = count(peer);
    if (connection == null) {
      refused.incrementAndGet();
      logRefusal();
    } else {
      accepted.put(peer, connection);
    }
    return connection;
  }

  private void logRefusal() {
    if (throttle.admits(port + ": a connection was refused")) {
      LOG.warn("{}: a connection was refused; {} may be open, {} of one address", port, limits.most(), limits.mostPerAddress());
    }
  }

  private synchronized @Nullable Connection count(Peer peer) {
    String block = Cidr.anyContains(trustedProxies, peer.address()) ? null : AddressBlock.of(peer.address());
    ConnectionPool address = block == null ? null
        : addresses.getOrDefault(block, new ConnectionPool(limits.mostPerAddress()));
    ConnectionPool full = address != null && address.isFull() ? address : total.isFull() ? total : null;
    if (full != null && !makeRoom(full)) {
      return null;
    }
    total.add();
    if (address != null) {
      address.add();
      addresses.put(block, address);
    }
    Connection connection = new Connection(this, peer, address);
    startWaiting(connection);
    return connection;
  }

  private boolean makeRoom(ConnectionPool pool) {
    Connection oldest = pool.oldestWaiting();
    if (oldest == null || total.open() >= limits.most() + CLOSING) {
      return false;
    }
    displaced.incrementAndGet();
    stopWaiting(oldest);
    oldest.close();
    return true;
  }

  private void startWaiting(Connection connection) {
    total.startWaiting(connection);
    ConnectionPool address = connection.address();
    if (address != null) {
      address.startWaiting(connection);
    }
  }

  private void stopWaiting(Connection connection) {
    total.stopWaiting(connection);
    ConnectionPool address = connection.address();
    if (address != null) {
      address.stopWaiting(connection);
    }
  }

  synchronized void closed(Connection connection) {
    stopWaiting(connection);
    total.remove();
    ConnectionPool address = connection.address();
    if (address != null) {
      address.remove();
      if (address.open() == 0) {
        addresses.remove(AddressBlock.of(connection.peer().address()));
      }
    }
    connection.keys().forEach(key -> keys.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1));
    accepted.remove(connection.peer(), connection);
    if (connection.http() != null) {
      bound.remove(connection.http());
    }
  }

  void countLate() {
    late.incrementAndGet();
  }

  Duration headTimeout() {
    return limits.headTimeout();
  }

  /** Finds a connection again that Vert.x begins to serve; to be called by the server's connection handler. */
  public void bind(HttpConnection http) {
    Connection connection = accepted.remove(new Peer(http.remoteAddress(true).hostAddress(), http.remoteAddress(true).port()));
    if (connection != null) {
      connection.http(http);
      bound.put(http, connection);
      if (http.protocolVersion() == HttpVersion.HTTP_2) {
        http.pingHandler(ping -> connection.controlFrame());
        http.remoteSettingsHandler(settings -> connection.controlFrame());
      }
    }
  }

  /** A request has begun: the head timeout ends, but the connection can still be replaced by a new one. */
  public void begun(HttpConnection http) {
    Connection connection = bound.get(http);
    if (connection != null && !connection.isKept()) {
      connection.keep();
    }
  }

  /**
   * A caller is authenticated: the connection stays and is no longer replaced by a new one.
   *
   * @param keyId the id of the key, or null without one
   * @return whether the key may have one more connection, or had this one already
   */
  public boolean admit(HttpConnection http, @Nullable String keyId) {
    Connection connection = bound.get(http);
    return connection == null || connection.isKept() && isCounted(connection, keyId) || admit(connection, keyId);
  }

  /** Whether this connection counts already for the key's limit. */
  private static boolean isCounted(Connection connection, @Nullable String keyId) {
    return keyId == null || connection.address() == null || connection.keys().contains(keyId);
  }

  synchronized boolean admit(Connection connection, @Nullable String keyId) {
    if (keyId != null && !isCounted(connection, keyId)) {
      int count = keys.getOrDefault(keyId, 0);
      if (count >= limits.mostPerKey()) {
        return false;
      }
      keys.put(keyId, count + 1);
      connection.addKey(keyId);
    }
    stopWaiting(connection);
    connection.keep();
    return true;
  }

  /** Whether a connection is about to be closed unless a caller is authenticated. To be called on its event loop. */
  public boolean isEnding(HttpConnection http) {
    Connection connection = bound.get(http);
    return connection != null && connection.isEnding();
  }

  /** How many are open. */
  public synchronized int open() {
    return total.open();
  }

  /** The number of connections refused at a limit. */
  public long refused() {
    return refused.get();
  }

  /** The number of connections replaced before a caller was authenticated on them. */
  public long displaced() {
    return displaced.get();
  }

  /** The number of connections closed by the head timeout, without an authenticated caller. */
  public long late() {
    return late.get();
  }
}
