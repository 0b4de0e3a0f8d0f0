/**
 * HTTP: the router of the public port with its guards, the endpoints of both transports, and the admin port with its pages.
 *
 * <p>Here a request becomes an {@link dev.gatehouse.mcp.Inbound} and an {@link dev.gatehouse.mcp.Answer} becomes bytes; what they say is the
 * protocol's business. Layer 7: imports {@code mcp} and below, never {@code redis}.
 */
@NullMarked
package dev.gatehouse.http;

import org.jspecify.annotations.NullMarked;
