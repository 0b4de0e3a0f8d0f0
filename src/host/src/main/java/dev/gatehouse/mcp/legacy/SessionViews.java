package dev.gatehouse.mcp.legacy;

import dev.gatehouse.feature.bulkhead.MemoryBudget;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.tenant.Tenant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This host's views of sessions, within the byte budgets of their tenants. One that has neither connections nor running requests gives way
 * when there is no room for another: it is made again when its client comes back. Thread-safe.
 */
final class SessionViews {

  /** So many give way at once, since searching many takes long. */
  private static final int AT_ONCE = 100;

  private final Maker maker;
  private final LongSupplier nanoTime;
  private final Map<String, Session> byId = new ConcurrentHashMap<>();
  /** The same by tenant, with none for a tenant that had some. */
  private final Map<String, Map<String, Session>> byTenant = new ConcurrentHashMap<>();

  /** Makes a view that holds this of its tenant's byte budget. */
  interface Maker {
    Session make(SessionRecord record, Tenant tenant, MemoryLease memory);
  }

  SessionViews(Maker maker, LongSupplier nanoTime) {
    this.maker = maker;
    this.nanoTime = nanoTime;
  }

  /** The view of a session, or null when there is none. */
  @Nullable
  Session get(String id) {
    return byId.get(id);
  }

  /**
   * The view of a session, made if there is none, with this record.
   *
   * @throws McpException when the byte budget does not allow another
   */
  Session of(SessionRecord record, Tenant tenant) {
    Session known = byId.get(record.id());
    if (known == null) {
      known = add(maker.make(record, tenant, room(tenant)));
    }
    known.serve(tenant);
    known.update(record);
    return known;
  }

  private Session add(Session made) {
    Session there = byId.computeIfAbsent(made.id(), id -> {
      byTenant.computeIfAbsent(made.tenant(), first -> new ConcurrentHashMap<>()).put(id, made);
      return made;
    });
    if (there != made) {
      made.close();
    }
    return there;
  }

  private MemoryLease room(Tenant tenant) {
    MemoryBudget memory = tenant.memory();
    MemoryLease lease = memory.tryLease(Session.FOOTPRINT);
    if (lease == null) {
      evict(tenant.name());
      lease = memory.tryLease(Session.FOOTPRINT);
    }
    if (lease == null) {
      throw McpErrors.outOfMemory(memory.most());
    }
    return lease;
  }

  /** Drops those of a tenant that this host has not used for longest, if they have nothing open. */
  private void evict(String tenant) {
    long now = nanoTime.getAsLong();
    of(tenant).filter(session -> !session.isActive())
        .sorted(Comparator.comparingLong((Session session) -> session.idleNanos(now)).reversed())
        .limit(AT_ONCE)
        .forEach(this::drop);
  }

  /** Removes a view, and ends its connections. */
  void drop(Session session) {
    if (remove(session)) {
      session.close();
    }
  }

  /** Removes a view, whose connections stay open; false when it is not there. */
  boolean remove(Session session) {
    boolean removed = byId.remove(session.id(), session);
    if (removed) {
      byTenant.getOrDefault(session.tenant(), Map.of()).remove(session.id(), session);
    }
    return removed;
  }

  /** All of them. */
  Collection<Session> all() {
    return byId.values();
  }

  /** Those of a tenant. */
  Stream<Session> of(String tenant) {
    return byTenant.getOrDefault(tenant, Map.of()).values().stream();
  }

  /** How many there are by tenant, with 0 for a tenant that had some. */
  Map<String, Long> byTenant() {
    return byTenant.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, its -> (long) its.getValue().size()));
  }
}
