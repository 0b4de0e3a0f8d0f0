package dev.gatehouse.feature.bulkhead;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The byte budget of the host: an estimate, by tenant, of the heap that callers make it hold. It counts requests and their JSON trees,
 * waiting and running calls, answers until they are written, sessions, subscriptions and open streams.
 *
 * <p>A tenant holds at most a quarter of the heap. All of them together hold at most half of it; beyond that a tenant still has its fair
 * share: that half, divided by the tenants that hold anything worth counting.
 */
public final class HostMemory {

  private static final int HOST_SHARE = 2;
  private static final int TENANT_SHARE = 4;
  /** The size in bytes below which a tenant does not count for the fair share. */
  private static final long IDLE = 1 << 20;

  private final long most;
  private final long tenantMost;
  private final AtomicLong held = new AtomicLong();
  private final Map<String, MemoryBudget> tenants = new ConcurrentHashMap<>();

  /**
   * A host's budget.
   *
   * @param heap the largest heap, in bytes
   */
  public HostMemory(long heap) {
    this.most = heap / HOST_SHARE;
    this.tenantMost = heap / TENANT_SHARE;
  }

  /** The budget of this process, from its largest heap ({@code -Xmx}). */
  public static HostMemory ofHeap() {
    return new HostMemory(Runtime.getRuntime().maxMemory());
  }

  /** A tenant's budget, the same one each time. */
  public MemoryBudget tenant(String name) {
    return tenants.computeIfAbsent(name, any -> new MemoryBudget(this, tenantMost));
  }

  /** How many bytes all tenants hold. */
  public long held() {
    return held.get();
  }

  /** How many bytes all tenants may hold. */
  public long most() {
    return most;
  }

  /** Adds bytes; a negative number subtracts them. */
  long add(long bytes) {
    return held.addAndGet(bytes);
  }

  /** The bytes that each tenant may hold even while the host's budget is exhausted. */
  long fairShare() {
    long busy = tenants.values().stream().filter(tenant -> tenant.held() > IDLE).count();
    return most / Math.max(1, busy);
  }
}
