package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.legacy.SessionStore.Signal;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcRequest;
import dev.gatehouse.rpc.RpcResponse;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The requests of this host to a session's client. The client posts its response to any host, which passes it on. Thread-safe. */
final class SessionQuestions {

  private final String session;
  private final HostNames names;
  private final String tenant;
  private final SessionSignals signals;
  private final Map<RpcId, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>(2);

  SessionQuestions(SessionRecord session, HostNames names, SessionSignals signals) {
    this.session = session.id();
    this.tenant = session.tenant();
    this.names = names;
    this.signals = signals;
  }

  /** A new id for a request to the client. */
  RpcId nextId() {
    return names.question();
  }

  /** Registers a request; the result is completed with its response. Who cancels it does not wait for that any more. */
  CompletableFuture<JsonNode> ask(RpcRequest request) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(request.id(), answer);
    // Not a stage of its own: its cancellation would leave the answer here.
    answer.whenComplete((result, failure) -> asked.remove(request.id()));
    return answer;
  }

  /**
   * Takes a response that the client has sent to this host; ignores one to an unknown request.
   *
   * @return false when it is for another host, and the tenant's clients send those too much
   */
  boolean answered(RpcResponse response) {
    int host = HostNames.hostOf(Objects.requireNonNull(response.id()));
    if (host == names.host()) {
      complete(response);
      return true;
    }
    return host == 0
        || signals.tell(tenant, host, new Signal(Signal.Kind.ANSWER, session, RpcCodec.write(response).toString()));
  }

  /** Takes a response to a request of this host. */
  void complete(RpcResponse response) {
    CompletableFuture<JsonNode> answer = asked.get(Objects.requireNonNull(response.id()));
    if (answer == null) {
      return;
    }
    if (response.error() == null) {
      answer.complete(response.result());
    } else {
      answer.completeExceptionally(new ClientErrorException(response.error()));
    }
  }

  /** Whether a response is waited for. */
  boolean areOpen() {
    return !asked.isEmpty();
  }

  /** Gives up waiting for all responses. */
  void cancelAll() {
    asked.values().forEach(answer -> answer.cancel(false));
  }
}
