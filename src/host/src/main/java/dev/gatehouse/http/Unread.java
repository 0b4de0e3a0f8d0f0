package dev.gatehouse.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was answered and has not been read yet. Clients that do not read would fill the host's memory, of all tenants; so of each tenant
 * it holds so much at most, and beyond that cuts off who has not read for longest.
 */
final class Unread {

  private static final int SHARE = 8;
  private static final long LEAST = 64L << 20;

  private final long most;
  private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();

  /** Holds so many bytes of a tenant's, or one answer that is longer. */
  Unread(long most) {
    this.most = most;
  }

  /** A share of the heap for each tenant. */
  static Unread ofHeap() {
    return new Unread(Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARE));
  }

  /**
   * Counts something until it is read.
   *
   * @param tenant whose it is
   * @param request whose response it was written to
   * @param bytes how much it is
   * @param written when it has left the host
   */
  void count(String tenant, HttpServerRequest request, int bytes, Future<Void> written) {
    if (!written.isComplete()) {
      Tenant its = tenants.computeIfAbsent(tenant, name -> new Tenant());
      HttpConnection connection = request.connection();
      Waiting counted = its.add(connection, bytes);
      written.onComplete(done -> its.remove(connection, counted, bytes));
    }
  }

  /** Cuts off whoever has not read everything: a host that stops would wait for them. */
  void cutAll() {
    tenants.values().forEach(Tenant::cutAll);
  }

  /** Past Vert.x: a connection that it closes waits until what was written to it has been read. */
  private static void cut(HttpConnection connection) {
    ((ConnectionBase) connection).channelHandlerContext().close();
  }

  /** How many bytes of a tenant are unread. */
  long bytes(String tenant) {
    Tenant its = tenants.get(tenant);
    return its == null ? 0 : its.bytes();
  }

  /** What one connection has not read. Another one when it is written to after it was cut off: the close may come later, on its thread. */
  private static final class Waiting {

    private long bytes;
  }

  private final class Tenant {

    /** Who has not read for longest first. */
    private final Map<HttpConnection, Waiting> waiting = new LinkedHashMap<>();
    private long sum;

    synchronized long bytes() {
      return sum;
    }

    synchronized Waiting add(HttpConnection connection, long bytes) {
      Waiting its = waiting.computeIfAbsent(connection, any -> new Waiting());
      its.bytes += bytes;
      sum += bytes;
      for (Iterator<Map.Entry<HttpConnection, Waiting>> eldest = waiting.entrySet().iterator(); sum > most && waiting.size() > 1;) {
        Map.Entry<HttpConnection, Waiting> one = eldest.next();
        eldest.remove();
        sum -= one.getValue().bytes;
        cut(one.getKey());
      }
      return its;
    }

    /** One that was cut off is counted no more. */
    synchronized void remove(HttpConnection connection, Waiting counted, long bytes) {
      if (waiting.get(connection) == counted) {
        sum -= bytes;
        counted.bytes -= bytes;
        if (counted.bytes == 0) {
          waiting.remove(connection);
        }
      }
    }

    synchronized void cutAll() {
      List.copyOf(waiting.keySet()).forEach(Unread::cut);
    }
  }
}
