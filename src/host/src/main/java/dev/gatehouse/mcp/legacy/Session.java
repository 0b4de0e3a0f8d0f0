package dev.gatehouse.mcp.legacy;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.tool.CallCancellation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One client's session, from {@code initialize} on. It is bound to the key that opened it and authenticates nobody: every request
 * still carries its key.
 */
public final class Session {

  private final String id;
  private final String tenant;
  private final String keyId;
  private final Map<RpcId, CallCancellation> running = new ConcurrentHashMap<>();
  private final CallCancellation closed = new CallCancellation();
  private volatile Revision revision;
  private volatile long usedAtNanos = System.nanoTime();

  Session(String id, Principal principal, Revision revision) {
    this.id = id;
    this.tenant = principal.tenant();
    this.keyId = principal.keyId();
    this.revision = revision;
  }

  /** Its id, which the client sends back; unguessable. */
  public String id() {
    return id;
  }

  /** The tenant it belongs to. */
  String tenant() {
    return tenant;
  }

  boolean belongsTo(Principal principal) {
    return tenant.equals(principal.tenant()) && keyId.equals(principal.keyId());
  }

  /** What was negotiated; until then the oldest that the transport can be. */
  public Revision revision() {
    return revision;
  }

  void negotiated(Revision agreed) {
    revision = agreed;
  }

  void touch() {
    usedAtNanos = System.nanoTime();
  }

  long idleNanos(long now) {
    return now - usedAtNanos;
  }

  /** Remembers a running request, so that the client can cancel it. */
  void started(RpcId request, CallCancellation cancellation) {
    running.put(request, cancellation);
  }

  void ended(RpcId request) {
    running.remove(request);
  }

  void cancel(RpcId request) {
    CallCancellation cancellation = running.get(request);
    if (cancellation != null) {
      cancellation.cancel();
    }
  }

  /** Runs something when the session ends, whoever ends it. */
  public void onClose(Runnable action) {
    closed.onCancel(action);
  }

  void close() {
    running.values().forEach(CallCancellation::cancel);
    closed.cancel();
  }
}
