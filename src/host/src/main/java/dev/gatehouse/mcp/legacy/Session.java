package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.rpc.RpcRequest;
import dev.gatehouse.rpc.RpcResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's session, from {@code initialize} on. It belongs to the rotation chain of the key that opened it and
 * authenticates nobody: every request still carries its key.
 */
public final class Session {

  /** About what a session holds while nothing is subscribed to or kept for replay, in bytes. */
  static final long FOOTPRINT = 4 * 1024;

  /** What a client may resume: its latest streams. */
  private static final int MOST_STREAMS = 16;

  private final String id;
  private final String tenant;
  private final Principal opener;
  private final SessionHolders holders = new SessionHolders();
  private final ReplayBudget budget;
  private final MemoryLease memory;
  private final EventStream own;
  private final boolean bound;
  private final Map<Integer, EventStream> streams = new LinkedHashMap<>();
  /** Guarded by the streams. */
  private boolean closed;
  private final AtomicInteger streamNumbers = new AtomicInteger();
  private final AtomicLong requestIds = new AtomicLong();
  private final Map<RpcId, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final Map<RpcId, CallCancellation> running = new ConcurrentHashMap<>();
  private final SessionSubscriptions subscriptions;
  private volatile ObjectNode capabilities = Json.object();
  private volatile LogLevel level = LogLevel.INFO;
  private volatile Revision revision;
  private final LongSupplier nanoTime;
  private volatile long usedAtNanos;

  Session(String id, Principal principal, Revision revision, ReplayBudget budget, MemoryLease memory, LongSupplier nanoTime) {
    this.id = id;
    this.tenant = principal.tenant();
    this.opener = principal;
    this.revision = revision;
    this.budget = budget;
    this.memory = memory;
    this.subscriptions = new SessionSubscriptions(holders, memory);
    this.bound = revision == Revision.V2024_11_05;
    this.nanoTime = nanoTime;
    this.usedAtNanos = nanoTime.getAsLong();
    this.own = bound ? EventStream.transientOne(0, budget) : EventStream.resumable(0, budget);
  }

  /** Its id, which the client sends back; unguessable. */
  public String id() {
    return id;
  }

  public String tenant() {
    return tenant;
  }

  /** Whose it is: a rotation chain of keys, or callers without one. */
  String owner() {
    return opener.anonymous() ? opener.keyId() : opener.line();
  }

  /** The keys that hold it open. */
  SessionHolders holders() {
    return holders;
  }

  /** Whether it ends with the connection, and so with the key, that opened it, as on 2024-11-05. */
  boolean isBound() {
    return bound;
  }

  /** Whether it is the caller's own: the successor of a rotated key goes on with its sessions. */
  boolean belongsTo(Principal principal) {
    return tenant.equals(principal.tenant()) && opener.anonymous() == principal.anonymous()
        && (principal.anonymous() || opener.line().equals(principal.line()));
  }

  /** What was negotiated; until then the oldest that the transport can be. */
  public Revision revision() {
    return revision;
  }

  ObjectNode capabilities() {
    return capabilities;
  }

  void initialized(Revision agreed, ObjectNode clientCapabilities) {
    revision = agreed;
    capabilities = ClientCapabilities.used(clientCapabilities, agreed);
  }

  LogLevel level() {
    return level;
  }

  void level(LogLevel least) {
    level = least;
  }

  /** The stream for what belongs to no request; on 2024-11-05 for everything. */
  public EventStream own() {
    return own;
  }

  /** Opens a stream for one request, and forgets the oldest. */
  EventStream open() {
    int number = streamNumbers.incrementAndGet();
    EventStream stream = EventStream.resumable(number, budget);
    synchronized (streams) {
      if (closed) {
        // A tool that runs on after the session's end may still speak; nobody can come back for that.
        return EventStream.transientOne(number, budget);
      }
      streams.put(number, stream);
      if (streams.size() > MOST_STREAMS) {
        Map.Entry<Integer, EventStream> oldest = streams.entrySet().stream().filter(entry -> entry.getValue().isEnded())
            .findFirst().orElse(streams.entrySet().iterator().next());
        oldest.getValue().forget();
        streams.remove(oldest.getKey());
      }
    }
    return stream;
  }

  /**
   * The stream that an event was sent on.
   *
   * @return the stream, or null when it is not this session's, or forgotten
   */
  public @Nullable EventStream streamOf(String eventId) {
    int number = EventStream.number(eventId);
    synchronized (streams) {
      return number == 0 ? own : streams.get(number);
    }
  }

  /** Sends what belongs to no request. */
  void announce(RpcMessage message) {
    own.send(message);
  }

  /** A request to the client, under an id of this session's own. */
  CompletableFuture<JsonNode> ask(RpcRequest request) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(request.id(), answer);
    return answer.whenComplete((result, failure) -> asked.remove(request.id()));
  }

  RpcId nextRequestId() {
    return new RpcId(Json.mapper().getNodeFactory().numberNode(requestIds.incrementAndGet()));
  }

  /** The client's answer to such a request; one that nobody waits for is dropped. */
  void answered(RpcResponse response) {
    CompletableFuture<JsonNode> answer = asked.get(response.id());
    if (answer == null) {
      return;
    }
    if (response.error() == null) {
      answer.complete(response.result());
    } else {
      answer.completeExceptionally(new ClientErrorException(response.error()));
    }
  }

  /** The resources whose changes its client wants to know. */
  SessionSubscriptions subscriptions() {
    return subscriptions;
  }

  void touch() {
    usedAtNanos = nanoTime.getAsLong();
  }

  /** How long nothing happened; a session whose own stream is read is in use. */
  long idleNanos(long now) {
    return own.isRead() || !running.isEmpty() ? 0 : now - usedAtNanos;
  }

  /** Remembers a running request, so that the client can cancel it; says whether its id was free. */
  boolean started(RpcId request, CallCancellation cancellation) {
    return running.putIfAbsent(request, cancellation) == null;
  }

  /** Whether a request runs in it. */
  boolean isBusy() {
    return !running.isEmpty();
  }

  /** Forgets a request that has ended; says whether the client still waits for it. */
  boolean ended(RpcId request, CallCancellation cancellation) {
    return running.remove(request, cancellation);
  }

  void cancel(RpcId request) {
    CallCancellation cancellation = running.remove(request);
    if (cancellation != null) {
      cancellation.cancel();
    }
  }

  /** Cancels what runs, and ends every stream. */
  void close() {
    holders.close();
    running.values().forEach(CallCancellation::cancel);
    asked.values().forEach(answer -> answer.cancel(false));
    synchronized (streams) {
      closed = true;
      streams.values().forEach(Session::endFully);
    }
    endFully(own);
    memory.close();
  }

  private static void endFully(EventStream stream) {
    stream.end();
    stream.forget();
  }
}
