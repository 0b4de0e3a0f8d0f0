package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.feature.trace.IncomingCall;
import dev.gatehouse.feature.trace.RequestTrace;
import dev.gatehouse.rpc.RpcRequest;
import dev.gatehouse.tenant.Tenant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One POST, authenticated and parsed as JSON, but not yet understood.
 *
 * @param body the JSON document
 * @param headers gives the values of a header, as they were sent, by its name in any case
 * @param principal who calls
 * @param tenant the principal's tenant
 * @param cancellation cancelled when the client goes away
 * @param outlet where messages go that precede the answer
 * @param memory what the request holds of its tenant's byte budget; its transport closes it when the answer is written
 * @param trace its trace; its transport tells it when the answer is written
 */
public record Inbound(JsonNode body, Function<String, List<String>> headers, Principal principal, Tenant tenant,
    CallCancellation cancellation, Outlet outlet, MemoryLease memory, RequestTrace trace) {

  /** Its answers are written, or there are none. */
  public void ended() {
    if (trace != RequestTrace.NONE) {
      trace.written();
    }
  }

  /** The trace of one of its calls, which begins now. */
  public CallTrace traced(Method.Common method, Revision revision, RpcRequest request) {
    return trace == RequestTrace.NONE ? CallTrace.NONE
        : trace.call(new IncomingCall(method.wire(), revision.date(), request.id().json().asText(), principal.tenant(),
            principal.anonymous(), request.params().path("_meta"), headers));
  }

  /**
   * A header's value without surrounding white space, or null. None that the protocol knows may be sent twice: a proxy may have decided
   * by the other one.
   *
   * @throws McpException header mismatch, when it is repeated
   */
  public @Nullable String header(String name) {
    List<String> values = headers.apply(name);
    if (values.size() > 1) {
      throw McpErrors.headerMismatch("the " + name + " header is repeated; send it once");
    }
    return values.isEmpty() ? null : values.get(0).strip();
  }

  /** The same sender with another body: one message of a batch. */
  public Inbound with(JsonNode other) {
    return new Inbound(other, headers, principal, tenant, cancellation, outlet, memory, trace);
  }

  /** The same, with its messages going elsewhere. */
  public Inbound to(Outlet other) {
    return new Inbound(body, headers, principal, tenant, cancellation, other, memory, trace);
  }
}
