package dev.gatehouse.mcp;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.trace.CallTrace;
import dev.gatehouse.tenant.Tenant;

/**
 * One call of a method, with all that is the same on every wire.
 *
 * @param principal who calls
 * @param tenant the principal's tenant
 * @param cancellation cancelled when nobody waits any more
 * @param client the way back to the client
 * @param requestId the JSON-RPC id that the client gave it, as text
 * @param trace its trace
 */
public record McpCall(Principal principal, Tenant tenant, CallCancellation cancellation,
    ClientChannel client, String requestId, CallTrace trace) {
}
