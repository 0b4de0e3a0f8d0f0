package dev.gatehouse.http.connection;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of connections under one limit. Guarded by the {@link Connections} it belongs to. */
final class ConnectionPool {

  private final int most;
  private final Set<Connection> waiting = new LinkedHashSet<>();
  private int open;

  ConnectionPool(int most) {
    this.most = most;
  }

  int open() {
    return open;
  }

  boolean isFull() {
    return open >= most;
  }

  /** The oldest connection without an authenticated caller; or null. */
  @Nullable
  Connection oldestWaiting() {
    return waiting.isEmpty() ? null : waiting.iterator().next();
  }

  void add() {
    open++;
  }

  void remove() {
    open--;
  }

  void startWaiting(Connection connection) {
    waiting.add(connection);
  }

  void stopWaiting(Connection connection) {
    waiting.remove(connection);
  }
}
