package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.loop.CallersLoop;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.tenant.Tenant;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * This host's view of one client's session, which all hosts share: the record, and what the session has on this host, which is its
 * connections and running requests. A view without those can be dropped at any time, and is made again from the store.
 *
 * <p>A session belongs to the rotation chain of the key that opened it and authenticates nobody: every request still carries its key.
 */
public final class Session {

  /** The approximate heap size of a view without subscriptions, in bytes. */
  static final long FOOTPRINT = 4 * 1024;

  private final SessionStore store;
  private final MemoryLease memory;
  private final LongSupplier nanoTime;
  private final SessionHolders holders = new SessionHolders();
  private final SessionStreams streams;
  private final SessionQuestions questions;
  private final Map<RpcId, CallCancellation> running = new ConcurrentHashMap<>();
  private volatile Tenant tenant;
  private volatile SessionRecord record;
  /** The digest of the lists that the client was told of, as the record will have it. */
  private volatile String toldLists;
  private volatile Future<Void> farewell = Future.succeededFuture();
  private volatile long usedAtNanos;
  /** What the lease holds of the subscriptions: those that did not fit when they came are not given back either. Guarded by this. */
  private long counted;

  /**
   * A view without connections.
   *
   * @param memory what it holds of its tenant's byte budget
   * @param context of the event loop on which its log is written and read
   */
  Session(SessionRecord record, Tenant tenant, SessionStore store, SessionSignals signals, HostNames names, MemoryLease memory,
      Context context,
      LongSupplier nanoTime) {
    this.record = record;
    this.toldLists = record.lists();
    this.tenant = tenant;
    this.store = store;
    this.memory = memory;
    this.nanoTime = nanoTime;
    this.usedAtNanos = nanoTime.getAsLong();
    this.streams = new SessionStreams(names, new SessionLog(store, this::record, context), record.bound());
    this.questions = new SessionQuestions(record, names, signals);
    count(record);
  }

  private synchronized void count(SessionRecord now) {
    long footprint = SessionSubscriptions.footprint(now.subscribed());
    if (memory.tryGrow(footprint - counted)) {
      counted = footprint;
    }
  }

  /** Its unguessable id, which the client sends with each request. */
  public String id() {
    return record.id();
  }

  /** The name of the tenant that it belongs to. */
  public String tenant() {
    return record.tenant();
  }

  /** What all hosts share of it. */
  SessionRecord record() {
    return record;
  }

  /** Takes over what the store says. */
  synchronized void update(SessionRecord now) {
    SessionRecord before = record;
    if (now != before) {
      record = now;
      if (!now.lists().equals(before.lists())) {
        toldLists = now.lists();
      }
      count(now);
    }
  }

  /**
   * Changes what all hosts share of it.
   *
   * @return fails with {@link SessionEndedException} when it has ended
   */
  Future<Void> change(Map<String, String> fields, Set<String> removed) {
    return CallersLoop.of(store.change(id(), fields, removed)).map(now -> {
      if (now == null) {
        throw new SessionEndedException();
      }
      update(now);
      return null;
    });
  }

  /** The keys that hold it open on this host. */
  SessionHolders holders() {
    return holders;
  }

  /** Whether it ends with the connection and the key that opened it, as in 2024-11-05. */
  public boolean isBound() {
    return record.bound();
  }

  /** The negotiated revision; before the handshake, the oldest one of the transport. */
  public Revision revision() {
    return record.revision();
  }

  /** The client's capabilities that the host uses. */
  ObjectNode capabilities() {
    return record.capabilities();
  }

  /** The least severe level of log messages that the client wants. */
  LogLevel level() {
    return record.level();
  }

  /** Subscribes to a resource; false when a limit or the byte budget does not allow it. */
  Future<Boolean> subscribe(ResourceUri uri) {
    if (record.subscribesTo(uri)) {
      return Future.succeededFuture(true);
    }
    long footprint = SessionSubscriptions.footprint(Set.of(uri.text()));
    // Grown for good when the record that comes back holds it.
    if (record.subscribed().size() >= SessionSubscriptions.MOST || !memory.tryGrow(footprint)) {
      return Future.succeededFuture(false);
    }
    return change(Map.of(SessionFields.subscription(uri), "1"), Set.of())
        .onComplete(done -> memory.tryGrow(-footprint))
        .map(changed -> record.subscribesTo(uri));
  }

  /** Ends a subscription, if there is one. */
  Future<Void> unsubscribe(ResourceUri uri) {
    return change(Map.of(), Set.of(SessionFields.subscription(uri)));
  }

  /** Whether the client subscribes to the resource, and may read it. */
  boolean covers(ResourceUri uri) {
    return record.subscribesTo(uri) && holders.mayRead(uri);
  }

  /** Its streams on this host. */
  public SessionStreams streams() {
    return streams;
  }

  /** Requests to its client. */
  SessionQuestions questions() {
    return questions;
  }

  /** A digest of the tenant's lists as its client was told of them; empty when it was told of none. */
  String toldLists() {
    return toldLists;
  }

  /** Notes for all hosts of which lists its client was told. */
  Future<Void> toldLists(String digest) {
    toldLists = digest;
    return change(Map.of(SessionFields.LISTS, digest), Set.of());
  }

  /** Its tenant may have been removed and be there again. */
  void serve(Tenant now) {
    if (now != tenant) {
      tenant = now;
    }
  }

  /** Its tenant, with what that serves. */
  Tenant served() {
    return tenant;
  }

  /** Marks it as used now. */
  void touch() {
    usedAtNanos = nanoTime.getAsLong();
  }

  /** Whether it has connections or running requests on this host. */
  boolean isActive() {
    return streams.isRead() || !running.isEmpty();
  }

  /** How long this host has not used it; 0 while a request runs or a stream is read. */
  long idleNanos(long now) {
    return isActive() ? 0 : now - usedAtNanos;
  }

  /** Registers a running request, so that the client can cancel it; false when a request with its id is running. */
  boolean started(RpcId request, CallCancellation cancellation) {
    return running.putIfAbsent(request, cancellation) == null;
  }

  /** As an operator sees it. */
  OpenSession shown(long now) {
    return new OpenSession(tenant(), holders.shown(), revision().date(), streams.isRead(), running.size(),
        TimeUnit.NANOSECONDS.toMillis(idleNanos(now)));
  }

  /** Whether a request is running. */
  boolean isBusy() {
    return !running.isEmpty();
  }

  /** Unregisters a request that has ended; false when the client has cancelled it. */
  boolean ended(RpcId request, CallCancellation cancellation) {
    return running.remove(request, cancellation);
  }

  /** Cancels a running request; false when there is none of that id on this host. */
  boolean cancel(RpcId request) {
    CallCancellation cancellation = running.remove(request);
    if (cancellation != null) {
      cancellation.cancel();
    }
    return cancellation != null;
  }

  /** Sends the last message on its own stream. */
  Future<Void> farewell(RpcMessage message) {
    farewell = streams.own().farewell(message);
    return farewell;
  }

  /** Completed unless a last message is being sent. */
  Future<Void> farewell() {
    return farewell;
  }

  /** Cancels all requests that run on this host, and ends its connections. */
  void close() {
    holders.close();
    running.keySet().forEach(this::cancel);
    questions.cancelAll();
    streams.close();
    memory.close();
  }
}
