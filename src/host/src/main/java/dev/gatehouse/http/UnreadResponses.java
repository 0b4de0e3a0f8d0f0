package dev.gatehouse.http;

import dev.gatehouse.feature.bulkhead.MemoryBudget;
import io.netty.channel.ChannelOutboundBuffer;
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
 * Back-pressure on clients that do not read: bytes written but not yet read are counted against their tenant's byte budget. When the
 * tenant's total exceeds its share of the budget, the client that has not read for longest is cut off; so is any whose connection alone
 * holds half of that share in several answers.
 */
final class UnreadResponses {

  private static final int CONNECTION_SHARE = 2;
  /** More than HTTP/2's flow control and one response's buffers let through: what is beyond it are whole responses. In bytes. */
  private static final long MOST_BEHIND = 256 * 1024;

  private final Map<MemoryBudget, Tenant> tenants = new ConcurrentHashMap<>();

  /**
   * Counts written bytes until they are read.
   *
   * @param budget of the tenant whose it is
   * @param request whose response it was written to
   * @param bytes how much it is
   * @param written when it has left the host
   */
  void count(MemoryBudget budget, HttpServerRequest request, int bytes, Future<Void> written) {
    if (!written.isComplete()) {
      Tenant its = tenants.computeIfAbsent(budget, Tenant::new);
      HttpConnection connection = request.connection();
      Waiting counted = its.add(connection, bytes);
      written.onComplete(done -> its.remove(connection, counted, bytes));
    }
  }

  /** Closes all connections with unread data, which would delay a shutdown. */
  void cutAll() {
    tenants.values().forEach(Tenant::cutAll);
  }

  /** Past Vert.x: a connection that it closes waits until what was written to it has been read. */
  static void cut(HttpConnection connection) {
    ((ConnectionBase) connection).channelHandlerContext().close();
  }

  /** Whether a client has not read much of what its connection was written, whoever it is; on the connection's event loop. */
  static boolean isBehind(HttpConnection connection) {
    ChannelOutboundBuffer unread = ((ConnectionBase) connection).channelHandlerContext().channel().unsafe().outboundBuffer();
    return unread != null && unread.totalPendingWriteBytes() > MOST_BEHIND;
  }

  /** The unread bytes of a tenant. */
  long bytes(MemoryBudget budget) {
    Tenant its = tenants.get(budget);
    return its == null ? 0 : its.bytes();
  }

  /** What one connection has not read. Another one when it is written to after it was cut off: the close may come later, on its thread. */
  private static final class Waiting {

    private long bytes;
    private int answers;
  }

  private static final class Tenant {

    private final MemoryBudget budget;
    /** By the time of the oldest unread data, oldest first. */
    private final Map<HttpConnection, Waiting> waiting = new LinkedHashMap<>();
    private long sum;

    Tenant(MemoryBudget budget) {
      this.budget = budget;
    }

    synchronized long bytes() {
      return sum;
    }

    synchronized Waiting add(HttpConnection connection, long bytes) {
      Waiting its = waiting.computeIfAbsent(connection, any -> new Waiting());
      its.bytes += bytes;
      its.answers++;
      sum += bytes;
      budget.take(bytes);
      if (its.answers > 1 && its.bytes > budget.mostUnread() / CONNECTION_SHARE) {
        drop(connection, its);
        waiting.remove(connection);
      }
      cutEldest();
      return its;
    }

    /** Cuts the oldest, except one with a single answer to read, however long that is. */
    private void cutEldest() {
      for (Iterator<Map.Entry<HttpConnection, Waiting>> eldest = waiting.entrySet().iterator(); sum > budget.mostUnread()
          && eldest.hasNext();) {
        Map.Entry<HttpConnection, Waiting> one = eldest.next();
        if (waiting.size() > 1 || one.getValue().answers > 1) {
          eldest.remove();
          drop(one.getKey(), one.getValue());
        }
      }
    }

    private void drop(HttpConnection connection, Waiting its) {
      sum -= its.bytes;
      budget.give(its.bytes);
      cut(connection);
    }

    /** Stops counting a connection that was cut off. */
    synchronized void remove(HttpConnection connection, Waiting counted, long bytes) {
      if (waiting.get(connection) == counted) {
        sum -= bytes;
        budget.give(bytes);
        counted.bytes -= bytes;
        counted.answers--;
        if (counted.answers == 0) {
          waiting.remove(connection);
        }
      }
    }

    synchronized void cutAll() {
      List.copyOf(waiting.keySet()).forEach(UnreadResponses::cut);
    }
  }
}
