package dev.gatehouse.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
   * Counts something until it is read. Called on the response's event loop.
   *
   * @param tenant whose it is
   * @param response that it was written to
   * @param bytes how much it is
   * @param written when it has left the host
   */
  void count(String tenant, HttpServerResponse response, int bytes, Future<Void> written) {
    if (!written.isComplete()) {
      Context context = Vertx.currentContext();
      Tenant its = tenants.computeIfAbsent(tenant, name -> new Tenant());
      its.add(response, () -> context.runOnContext(now -> response.reset()), bytes);
      written.onComplete(done -> its.remove(response, bytes));
    }
  }

  /** How many bytes of a tenant are unread. */
  long bytes(String tenant) {
    Tenant its = tenants.get(tenant);
    return its == null ? 0 : its.bytes();
  }

  private final class Tenant {

    /** By response, who has not read for longest first. */
    private final Map<HttpServerResponse, Waiting> waiting = new LinkedHashMap<>();
    private long sum;

    synchronized long bytes() {
      return sum;
    }

    synchronized void add(HttpServerResponse response, Runnable cut, int bytes) {
      waiting.computeIfAbsent(response, one -> new Waiting(cut)).bytes += bytes;
      sum += bytes;
      for (Iterator<Waiting> eldest = waiting.values().iterator(); sum > most && waiting.size() > 1;) {
        Waiting one = eldest.next();
        eldest.remove();
        sum -= one.bytes;
        one.cut.run();
      }
    }

    synchronized void remove(HttpServerResponse response, int bytes) {
      Waiting one = waiting.get(response);
      if (one != null) {
        one.bytes -= bytes;
        sum -= bytes;
        if (one.bytes == 0) {
          waiting.remove(response);
        }
      }
    }
  }

  private static final class Waiting {

    private final Runnable cut;
    private long bytes;

    private Waiting(Runnable cut) {
      this.cut = cut;
    }
  }
}
