package dev.gatehouse.feature.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;

/**
 * A call of a method, as it arrives.
 *
 * @param method the method's name, one of the protocol's
 * @param revision the date of the protocol's revision
 * @param requestId the JSON-RPC id that the client gave it, as text
 * @param tenant whose it is
 * @param anonymous whether its caller has shown no credential: then it does not decide whether the call is sampled
 * @param meta the request's {@code _meta}, or what stands for it
 * @param headers gives the values of a header by its name
 */
public record IncomingCall(String method, String revision, String requestId, String tenant, boolean anonymous, JsonNode meta,
    Function<String, List<String>> headers) {
}
