package dev.gatehouse.http;

import dev.gatehouse.feature.bulkhead.MemoryBudget;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.tenant.Tenant;
import io.vertx.ext.web.RoutingContext;

/**
 * The bytes that a request holds of its tenant's byte budget, kept in its routing context. What does not fit is refused with 503, or with
 * 413 when it could never fit.
 */
final class RequestMemory {

  private static final String KEY = "gatehouse.memory";
  /** A connection's buffers, and what is around a response that stays open, in bytes. */
  private static final long STREAM = 10 * 1024;

  private RequestMemory() {
  }

  /**
   * Reserves memory for a request, until {@link #close}.
   *
   * @param bytes at first
   * @throws McpException when they do not fit
   */
  static MemoryLease open(RoutingContext rc, long bytes) {
    MemoryLease lease = lease(rc, bytes);
    rc.put(KEY, lease);
    rc.response().closeHandler(gone -> lease.close());
    return lease;
  }

  /**
   * Reserves memory for a stream, until the lease is closed.
   *
   * @throws McpException when it does not fit
   */
  static MemoryLease stream(RoutingContext rc) {
    return lease(rc, STREAM);
  }

  private static MemoryLease lease(RoutingContext rc, long bytes) {
    MemoryBudget budget = budget(rc);
    MemoryLease lease = budget.tryLease(bytes);
    if (lease == null) {
      throw McpErrors.outOfMemory(budget.most());
    }
    return lease;
  }

  /** The budget of the request's tenant. */
  static MemoryBudget budget(RoutingContext rc) {
    return rc.<Tenant>get(TenantHandler.KEY).memory();
  }

  /** What the request holds. */
  static MemoryLease of(RoutingContext rc) {
    return rc.get(KEY);
  }

  /** The request has its answer, or needs none; does nothing when it was never counted. */
  static void close(RoutingContext rc) {
    MemoryLease lease = of(rc);
    if (lease != null) {
      lease.close();
    }
  }
}
