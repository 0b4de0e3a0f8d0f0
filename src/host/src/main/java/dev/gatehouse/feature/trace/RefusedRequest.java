package dev.gatehouse.feature.trace;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that was refused before its body was read.
 *
 * @param method the MCP method that its header names, if that is one; otherwise null
 * @param http the HTTP method
 * @param route the path as this host knows it: {@code /t/:tenant/mcp}
 * @param status the HTTP status of the response
 * @param reason why, in words that are fixed in the program
 * @param headers gives the values of a header by its name
 */
public record RefusedRequest(@Nullable String method, String http, String route, int status, String reason,
    Function<String, List<String>> headers) {
}
