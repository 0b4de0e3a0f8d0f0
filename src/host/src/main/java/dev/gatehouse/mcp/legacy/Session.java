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

  /** The approximate heap size of a session without subscriptions and kept events, in bytes. */
  static final long FOOTPRINT = 4 * 1024;

  /** The number of latest streams that a client may resume. */
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

  /** Its unguessable id, which the client sends with each request. */
  public String id() {
    return id;
  }

  /** The tenant that it belongs to. */
  public String tenant() {
    return tenant;
  }

  /** Its owner: the first key of the opener's rotation chain, or an anonymous caller's id. */
  String owner() {
    return opener.anonymous() ? opener.keyId() : opener.line();
  }

  /** The keys that hold it open. */
  SessionHolders holders() {
    return holders;
  }

  /** Whether it ends with the connection and the key that opened it, as in 2024-11-05. */
  boolean isBound() {
    return bound;
  }

  /** Whether the caller may use it: with the key that opened it, or another of the same rotation chain. */
  boolean belongsTo(Principal principal) {
    return tenant.equals(principal.tenant()) && opener.anonymous() == principal.anonymous()
        && (principal.anonymous() || opener.line().equals(principal.line()));
  }

  /** The negotiated revision; before the handshake, the oldest one of the transport. */
  public Revision revision() {
    return revision;
  }

  /** The client's capabilities that the host uses. */
  ObjectNode capabilities() {
    return capabilities;
  }

  /** Sets the result of the handshake. */
  void initialized(Revision agreed, ObjectNode clientCapabilities) {
    revision = agreed;
    capabilities = ClientCapabilities.used(clientCapabilities, agreed);
  }

  /** The least severe level of log messages that the client wants. */
  LogLevel level() {
    return level;
  }

  void level(LogLevel least) {
    level = least;
  }

  /** The stream for messages that belong to no request; in 2024-11-05, for all messages. */
  public EventStream own() {
    return own;
  }

  /** Opens a stream for one request; drops the oldest one beyond the limit, those that have ended first. */
  EventStream open() {
    int number = streamNumbers.incrementAndGet();
    EventStream stream = EventStream.resumable(number, budget);
    synchronized (streams) {
      if (closed) {
        // A tool that runs on after the session's end may still send messages; nobody can resume their stream.
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
   * @return the stream, or null when this session has no such stream, or no longer
   */
  public @Nullable EventStream streamOf(String eventId) {
    int number = EventStream.number(eventId);
    synchronized (streams) {
      return number == 0 ? own : streams.get(number);
    }
  }

  /** Sends a message that belongs to no request. */
  void announce(RpcMessage message) {
    own.send(message);
  }

  /** Registers a request to the client; the result is completed with its response. */
  CompletableFuture<JsonNode> ask(RpcRequest request) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(request.id(), answer);
    return answer.whenComplete((result, failure) -> asked.remove(request.id()));
  }

  /** A new id for a request to the client. */
  RpcId nextRequestId() {
    return new RpcId(Json.mapper().getNodeFactory().numberNode(requestIds.incrementAndGet()));
  }

  /** Takes the client's response to such a request; ignores one to an unknown request. */
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

  /** The resources that its client subscribes to. */
  SessionSubscriptions subscriptions() {
    return subscriptions;
  }

  /** Marks it as used now. */
  void touch() {
    usedAtNanos = nanoTime.getAsLong();
  }

  /** How long it has been idle; 0 while a request runs or its own stream is read. */
  long idleNanos(long now) {
    return own.isRead() || !running.isEmpty() ? 0 : now - usedAtNanos;
  }

  /** Registers a running request, so that the client can cancel it; false when a request with its id is running. */
  boolean started(RpcId request, CallCancellation cancellation) {
    return running.putIfAbsent(request, cancellation) == null;
  }

  /** Whether a request is running. */
  boolean isBusy() {
    return !running.isEmpty();
  }

  /** Unregisters a request that has ended; false when the client has cancelled it. */
  boolean ended(RpcId request, CallCancellation cancellation) {
    return running.remove(request, cancellation);
  }

  /** Cancels a running request; ignores an unknown id. */
  void cancel(RpcId request) {
    CallCancellation cancellation = running.remove(request);
    if (cancellation != null) {
      cancellation.cancel();
    }
  }

  /** Cancels all running requests, and ends all streams. */
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
