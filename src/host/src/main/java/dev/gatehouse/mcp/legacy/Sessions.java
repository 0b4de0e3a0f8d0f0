package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.config.SessionsConfig;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.loop.CallersLoop;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.tenant.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the older revisions. All hosts share them in a store, so that a client may send each request to another host; this host
 * has {@linkplain Session views} of those whose clients have come to it.
 */
public final class Sessions implements Changes {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 24;
  /** The longest id of a request that other hosts are told of when it is cancelled, in characters. */
  private static final int LONGEST_TOLD = 1_024;
  /**
   * A key's end comes to each host by itself, and often as the end of a session, from another host. What tells the client the reason goes
   * first.
   */
  private static final long REASON_MILLIS = 200;
  private static final Duration SWEEP = Duration.ofSeconds(10);
  private static final long SHORTEST_SWEEP_MILLIS = 100;

  private final Vertx vertx;
  private final SessionsConfig config;
  private final SessionStore store;
  private final SessionSignals signals;
  private final ListDigests lists = new ListDigests();
  private final SessionViews views;
  private final SessionNews news;
  private final SessionKeys keys;

  /**
   * The sessions of a store.
   *
   * @param credentials reports the end of a session's key, and so of the session
   * @param others told of what plugins on other hosts announce
   */
  public Sessions(Vertx vertx, SessionsConfig config, CredentialWatch credentials, SessionStore store, Changes others) {
    this.vertx = vertx;
    this.config = config;
    this.keys = new SessionKeys(credentials, new Ends());
    this.store = store;
    this.signals = new SessionSignals(store, System::nanoTime);
    HostNames names = new HostNames(store::host);
    this.views = new SessionViews((record, tenant, memory) -> new Session(record, tenant, store, signals, names, memory,
        vertx.getOrCreateContext(), System::nanoTime), System::nanoTime);
    this.news = new SessionNews(this, views, store, lists, others);
    store.listen(news);
  }

  /**
   * Opens a session.
   *
   * @param principal the caller who opens it
   * @param bound whether it ends with the connection that opens it
   * @param revision the negotiated revision, or the one that is assumed until the handshake
   * @param capabilities the client's capabilities that the host uses
   * @return fails with {@link McpException} when the byte budget does not allow it
   */
  public Future<Session> open(Principal principal, Tenant tenant, boolean bound, Revision revision, ObjectNode capabilities) {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    SessionRecord record = new SessionRecord(HexFormat.of().formatHex(id), tenant.name(), principal.line(),
        principal.anonymous(), principal.keyId(), bound, revision, capabilities, LogLevel.INFO, Set.of(), lists.of(tenant.catalogue()));
    Session session;
    try {
      session = views.of(record, tenant);
    } catch (McpException full) {
      return Future.failedFuture(full);
    }
    return CallersLoop.of(store.open(record))
        .onFailure(away -> views.drop(session))
        .map(opened -> {
          keys.hold(session, principal);
          return session;
        });
  }

  /**
   * Finds a session, and marks it as used. Complete at once when this host knows the session.
   *
   * @return the session, or null when there is none of that id or it belongs to others; a client cannot tell one from the other. Fails with
   *     {@link dev.gatehouse.auth.StoreUnavailableException}, {@link NewerFormatException} or {@link McpException}
   */
  public Future<@Nullable Session> find(@Nullable String id, Principal principal, Tenant tenant) {
    if (id == null) {
      return Future.succeededFuture();
    }
    SessionRecord known = isFresh(id) ? store.known(id) : null;
    if (known != null) {
      return use(known, principal, tenant);
    }
    return CallersLoop.of(store.find(id)).compose(found -> found == null ? missing(id) : use(found, principal, tenant));
  }

  /** Whether it cannot have expired as far as this host knows; the store tells of that late. */
  private boolean isFresh(String id) {
    Session view = views.get(id);
    return view == null || view.idleNanos(System.nanoTime()) < config.idle().toNanos();
  }

  private Future<@Nullable Session> missing(String id) {
    Session view = views.get(id);
    if (view != null) {
      endedElsewhere(view);
    }
    return Future.succeededFuture();
  }

  private Future<@Nullable Session> use(SessionRecord record, Principal principal, Tenant tenant) {
    if (!record.belongsTo(principal)) {
      return Future.succeededFuture();
    }
    try {
      Session session = views.of(record, tenant);
      session.touch();
      store.used(record);
      if (!record.bound()) {
        keys.hold(session, principal);
      }
      return Future.succeededFuture(session);
    } catch (McpException full) {
      return Future.failedFuture(full);
    }
  }

  /** Ends a session for all hosts, unless another key has used it meanwhile. */
  private void closeIfOf(String id, String key) {
    store.find(id).onSuccess(found -> {
      if (found != null && found.key().equals(key)) {
        store.close(found);
      }
    });
  }

  private final class Ends implements SessionKeys.Ends {

    @Override
    public void ended(Session session, boolean forAll) {
      views.drop(session);
      if (forAll) {
        store.close(session.record());
      }
    }

    @Override
    public void endedUnread(Session session, boolean forAll) {
      views.drop(session);
      if (forAll) {
        vertx.setTimer(REASON_MILLIS, tick -> closeIfOf(session.id(), session.record().key()));
      }
    }
  }

  /**
   * Shows a session's own stream on a connection. A client that was not connected while a list changed is told of that.
   *
   * @param after the position of the last event that the client has seen, or null
   */
  public void show(Session session, EventReader connection, @Nullable String after) {
    session.streams().own().read(connection, after).onSuccess(joined -> news.catchUp(session));
  }

  /**
   * Binds a connection that shows a stream of the session to the caller who opened the connection. The session itself may be kept open by
   * another key of the chain, or by the same key with another secret or from another address.
   *
   * @param cut closes the connection; runs when that caller is no longer admitted
   * @return an action to run when the connection has ended
   */
  public Runnable reader(Session session, Principal principal, Runnable cut) {
    return keys.reader(session, principal, cut)::close;
  }

  /** Ends a session for all hosts, and cancels its running requests. Idempotent. */
  public Future<Void> close(Session session) {
    views.drop(session);
    return CallersLoop.of(store.close(session.record()));
  }

  /** Cancels a request that runs on whichever host. */
  void cancel(Session session, RpcId request) {
    String id = request.toString();
    if (!session.cancel(request) && id.length() <= LONGEST_TOLD) {
      signals.tell(session.tenant(), SessionStore.ALL, new SessionStore.Signal(SessionStore.Signal.Kind.CANCEL, session.id(), id));
    }
  }

  /** Looks up what the store says of a session now. */
  Future<?> refresh(Session session) {
    SessionRecord known = store.known(session.id());
    if (known != null) {
      session.update(known);
      return Future.succeededFuture();
    }
    return store.find(session.id()).onComplete(found -> {
      if (found.succeeded() && found.result() != null) {
        session.update(found.result());
      } else if (found.succeeded() || found.cause() instanceof NewerFormatException) {
        endedElsewhere(session);
      }
    });
  }

  private void endedElsewhere(Session session) {
    if (views.remove(session)) {
      vertx.setTimer(REASON_MILLIS, tick -> session.close());
    }
  }

  /** How often {@link #sweep} is to be called, in milliseconds. */
  public long sweepMillis() {
    return Math.max(SHORTEST_SWEEP_MILLIS, Math.min(SWEEP.toMillis(), config.idle().toMillis() / 4));
  }

  /** Notes that sessions with connections or running requests are in use, and drops views that have been idle. Called periodically. */
  public void sweep() {
    long now = System.nanoTime();
    views.all().forEach(session -> {
      if (session.isActive()) {
        store.used(session.record());
        session.streams().check();
      } else if (session.idleNanos(now) > config.idle().toNanos()) {
        views.drop(session);
      }
    });
  }

  /** Ends the connections to this host. The sessions go on. */
  public void disconnectAll() {
    views.all().forEach(views::drop);
  }

  @Override
  public void listChanged(String tenant, Kind kind) {
    news.listChanged(tenant, kind);
  }

  @Override
  public void listAnnounced(String tenant, Kind kind) {
    news.listAnnounced(tenant, kind);
  }

  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    news.resourceUpdated(tenant, uri);
  }

  /** Some of the sessions that this host has views of, of one tenant or of all. */
  public List<OpenSession> open(@Nullable String tenant, int most) {
    long now = System.nanoTime();
    Stream<Session> found = tenant == null ? views.all().stream() : views.of(tenant);
    return found.limit(most).map(session -> session.shown(now)).toList();
  }

  /** The number of sessions that this host has views of, by tenant, with 0 for a tenant that had some. */
  public Map<String, Long> byTenant() {
    return views.byTenant();
  }
}
