/**
 * The Model Context Protocol as a table of methods, and the wire of its current revision, 2026-07-28.
 *
 * <p>A method works on data and knows no wire: it takes a {@link dev.gatehouse.mcp.McpCall} and gives an
 * {@link dev.gatehouse.mcp.McpResult}. What differs between revisions (headers, status codes, result fields) lives in one class per
 * era: {@code mcp.modern}, everything that 2026-07-28 removed in {@code mcp.legacy}.
 *
 * <p>Floor 5: imports {@code tenant}, {@code feature}, {@code auth}, {@code rpc} and below. It knows no HTTP server and no Redis.
 */
package dev.gatehouse.mcp;
