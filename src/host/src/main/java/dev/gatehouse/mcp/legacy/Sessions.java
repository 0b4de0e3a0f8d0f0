package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.auth.Admission.Refused;
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
 * The sessions of this host. A tenant has so many at most: when it opens one more, the key that has most of them loses some,
 * those idle for longest, which the protocol allows at any time and clients repair by a new handshake.
 */
public final class Sessions implements Changes {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 24;
  /** What a tenant's sessions keep of what was sent, in bytes. */
  private static final long MOST_REPLAYED = 64L * 1024 * 1024;

  private final SessionsConfig config;
  private final CredentialWatch keys;
  private final LongSupplier nanoTime;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> perTenant = new ConcurrentHashMap<>();
  private final Map<String, ReplayBudget> budgets = new ConcurrentHashMap<>();

  /**
   * No sessions yet.
   *
   * @param keys tells when a session's key ends, and the session with it
   */
  public Sessions(SessionsConfig config, CredentialWatch keys) {
    this(config, keys, System::nanoTime);
  }

  Sessions(SessionsConfig config, CredentialWatch keys, LongSupplier nanoTime) {
    this.config = config;
    this.keys = keys;
    this.nanoTime = nanoTime;
  }

  /**
   * Opens a session. When the tenant's byte budget is full, the key that has most sessions loses some.
   *
   * @param principal whose it is
   * @param memory the tenant's byte budget
   * @param revision the one negotiated, or assumed until then
   * @throws McpException when there is no room for it
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

  /** Keeps the session open as long as this key is let in, if it does not do so already. */
  private void hold(Session session, Principal principal) {
    String keyId = principal.keyId();
    if (session.holders().add(principal)) {
      session.holders().watched(keyId, watch(session, principal, session.holders()::changed, () -> leave(session, keyId)));
    }
  }

  /** Tells of the key's end when the calls in a session that ends with it have been answered. */
  private Watch watch(Session session, Principal principal, Consumer<Principal> changed, Runnable ended) {
    BooleanSupplier busy = () -> session.isBusy() && session.holders().isOnly(principal.keyId());
    return keys.watchHolder(principal, busy, new Watch.Listener() {
      @Override
      public void changed(Principal now) {
        changed.accept(now);
      }

      @Override
      public void ended(Refused why) {
        ended.run();
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

  /** A key is let in no more, and the session ends if no other holds it. */
  private void leave(Session session, String keyId) {
    if (session.holders().remove(keyId)) {
      session.announce(Notifications.message(LogLevel.ERROR, "gatehouse", TextNode.valueOf(McpErrors.KEY_ENDED)));
      close(session);
    }
  }

  /**
   * Finds a session and counts this as its use.
   *
   * @return the session, or null when there is none of that id, or it belongs to others: both look the same from outside
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
   * Binds a connection that shows a stream of the session to whoever opened the connection: the session may be held by another
   * key of the chain, or by the same one with another secret or from elsewhere.
   *
   * @param cut told when they are no longer let in
   * @return to be called when the connection has ended
   */
  public Runnable reader(Session session, Principal principal, Runnable cut) {
    Runnable ended = () -> {
      if (session.holders().has(principal)) {
        // A session that ends with its key says so on its streams first.
        leave(session, principal.keyId());
      }
      cut.run();
    };
    // What it may be told is the session's affair.
    return watch(session, principal, now -> {}, ended)::close;
  }

  /** Ends a session and cancels what runs in it; does nothing the second time. */
  public void close(Session session) {
    if (sessions.remove(session.id(), session)) {
      count(session.tenant()).decrementAndGet();
      session.close();
    }
  }

  /** Ends the sessions that have been idle for too long. Called now and then. */
  public void sweep() {
    long now = nanoTime.getAsLong();
    long most = config.idle().toNanos();
    sessions.values().stream()
        .filter(session -> session.idleNanos(now) > most)
        .forEach(this::close);
  }

  /** Ends all of them. */
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

  /** How many are open. */
  public int size() {
    return sessions.size();
  }

  /** How many are open, by tenant; of a tenant that once had one 0. */
  public Map<String, Long> byTenant() {
    return perTenant.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, count -> count.getValue().longValue()));
  }

  /** One in a hundred at a time: to look for them takes a while where there are many. */
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
