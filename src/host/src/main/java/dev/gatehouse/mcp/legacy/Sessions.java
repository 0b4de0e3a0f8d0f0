package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.auth.watch.Watch;
import dev.gatehouse.config.SessionsConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.bulkhead.MemoryBudget;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Notifications;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.record.ResourceUri;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this host, bounded per tenant. When a tenant exceeds its limit, the key with the most sessions loses those that have been
 * idle for longest; the protocol allows that at any time, and clients recover by a new handshake.
 */
public final class Sessions implements Changes {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 24;
  /** The maximum of events that a tenant's sessions keep for replay, in bytes. */
  private static final long MOST_REPLAYED = 64L * 1024 * 1024;

  private final SessionsConfig config;
  private final CredentialWatch credentials;
  private final LongSupplier nanoTime;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> perTenant = new ConcurrentHashMap<>();
  private final Map<String, ReplayBudget> budgets = new ConcurrentHashMap<>();

  /**
   * Creates a host without sessions.
   *
   * @param credentials reports the end of a session's key, and so of the session
   */
  public Sessions(SessionsConfig config, CredentialWatch credentials) {
    this(config, credentials, System::nanoTime);
  }

  Sessions(SessionsConfig config, CredentialWatch credentials, LongSupplier nanoTime) {
    this.config = config;
    this.credentials = credentials;
    this.nanoTime = nanoTime;
  }

  /**
   * Opens a session. When the tenant's byte budget is full, the key that has most sessions loses some.
   *
   * @param principal the caller who opens it
   * @param memory the tenant's byte budget
   * @param revision the revision that is assumed until the handshake
   * @throws McpException when the byte budget does not allow it
   */
  public Session open(Principal principal, MemoryBudget memory, Revision revision) {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    Session session = new Session(HexFormat.of().formatHex(id), principal, revision,
        budgets.computeIfAbsent(principal.tenant(), tenant -> new ReplayBudget(MOST_REPLAYED, memory)), room(principal, memory), nanoTime);
    if (count(session.tenant()).incrementAndGet() > config.perTenant()) {
      evict(session.tenant());
    }
    sessions.put(session.id(), session);
    hold(session, principal);
    return session;
  }

  /** Adds a key that keeps the session open as long as it is admitted, unless it is there already. */
  private void hold(Session session, Principal principal) {
    if (session.holders().add(principal)) {
      session.holders().watched(principal.keyId(),
          watch(session, principal, session.holders()::changed, why -> leave(session, principal, why)));
    }
  }

  /** Watches a key; if the session ends with it, {@code ended} runs only after the session's calls have been answered. */
  private Watch watch(Session session, Principal principal, Consumer<Principal> changed, Consumer<Refused> ended) {
    BooleanSupplier busy = () -> session.isBusy() && session.holders().isOnly(principal.keyId());
    return credentials.watchHolder(principal, busy, new Watch.Listener() {
      @Override
      public void changed(Principal now) {
        changed.accept(now);
      }

      @Override
      public void ended(Refused why) {
        ended.accept(why);
      }
    });
  }

  private MemoryLease room(Principal principal, MemoryBudget memory) {
    MemoryLease lease = memory.tryLease(Session.FOOTPRINT);
    if (lease == null) {
      evict(principal.tenant());
      lease = memory.tryLease(Session.FOOTPRINT);
    }
    if (lease == null) {
      throw McpErrors.outOfMemory(memory.most());
    }
    return lease;
  }

  /**
   * Removes a key that is no longer admitted, and ends the session if it was the last. A token that has expired leaves the session to the
   * next one of its subject and client, which comes when there is something to ask; until then it is idle like any other.
   */
  private void leave(Session session, Principal principal, Refused why) {
    boolean refreshed = principal.token() != null && why.reason() == AuthFailure.EXPIRED && !session.isBound();
    if (session.holders().remove(principal.keyId()) && !refreshed) {
      session.announce(Notifications.message(LogLevel.ERROR, "gatehouse", TextNode.valueOf(McpErrors.KEY_ENDED)));
      close(session);
    }
  }

  /**
   * Finds a session, and marks it as used.
   *
   * @return the session, or null when there is none of that id or it belongs to others; a client cannot tell one from the other
   */
  public @Nullable Session find(@Nullable String id, Principal principal) {
    Session session = id == null ? null : sessions.get(id);
    if (session == null || !session.belongsTo(principal)) {
      return null;
    }
    session.touch();
    if (!session.isBound()) {
      hold(session, principal);
    }
    return session;
  }

  /**
   * Binds a connection that shows a stream of the session to the caller who opened the connection. The session itself may be kept open by
   * another key of the chain, or by the same key with another secret or from another address.
   *
   * @param cut closes the connection; runs when that caller is no longer admitted
   * @return an action to run when the connection has ended
   */
  public Runnable reader(Session session, Principal principal, Runnable cut) {
    Consumer<Refused> ended = why -> {
      if (session.holders().has(principal)) {
        // A session that ends with its key announces that on its stream first.
        leave(session, principal, why);
      }
      cut.run();
    };
    // A change of rights concerns the session, which has its own watch.
    return watch(session, principal, now -> {}, ended)::close;
  }

  /** Ends a session, and cancels its running requests. Idempotent. */
  public void close(Session session) {
    if (sessions.remove(session.id(), session)) {
      count(session.tenant()).decrementAndGet();
      session.close();
    }
  }

  /** Ends the sessions that have been idle for longer than {@code sessions.idle}. Called periodically. */
  public void sweep() {
    long now = nanoTime.getAsLong();
    long most = config.idle().toNanos();
    sessions.values().stream()
        .filter(session -> session.idleNanos(now) > most)
        .forEach(this::close);
  }

  /** Ends all sessions. */
  public void closeAll() {
    sessions.values().forEach(this::close);
  }

  @Override
  public void listChanged(String tenant, Kind kind) {
    of(tenant).forEach(session -> session.announce(Notifications.listChanged(kind)));
  }

  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    of(tenant).filter(session -> session.subscriptions().covers(uri))
        .forEach(session -> session.announce(Notifications.resourceUpdated(uri)));
  }

  private Stream<Session> of(String tenant) {
    return sessions.values().stream().filter(session -> session.tenant().equals(tenant));
  }

  /** The number of open sessions. */
  public int size() {
    return sessions.size();
  }

  /** The number of open sessions by tenant, with 0 for a tenant that had some. */
  public Map<String, Long> byTenant() {
    return perTenant.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, count -> count.getValue().longValue()));
  }

  /** Ends one percent of the tenant's limit at once, since searching many sessions takes long. */
  private void evict(String tenant) {
    long now = nanoTime.getAsLong();
    of(tenant).collect(Collectors.groupingBy(Session::owner)).values().stream()
        .max(Comparator.<List<Session>>comparingInt(List::size).thenComparingLong(own -> idlest(own, now)))
        .ifPresent(own -> own.stream()
            .sorted(Comparator.comparingLong((Session session) -> session.idleNanos(now)).reversed())
            .limit(Math.max(1, Math.min(config.perTenant() / 100, own.size() / 2)))
            .forEach(this::close));
  }

  private static long idlest(List<Session> own, long now) {
    return own.stream().mapToLong(session -> session.idleNanos(now)).max().orElse(0);
  }

  private AtomicInteger count(String tenant) {
    return perTenant.computeIfAbsent(tenant, t -> new AtomicInteger());
  }
}
