/**
 * HTTP: one page of routes, the guards before them, the endpoints of both transports, the admin port.
 *
 * <p>Here bytes become an {@link dev.gatehouse.mcp.Inbound} and an {@link dev.gatehouse.mcp.Answer} becomes bytes; what they say is the
 * protocol's business. Floor 6: imports {@code mcp} and below, never {@code redis}.
 */
package dev.gatehouse.http;
