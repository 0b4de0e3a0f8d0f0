/**
 * The Model Context Protocol: the table of its methods ({@link dev.gatehouse.mcp.Method}), their requests as data
 * ({@link dev.gatehouse.mcp.McpRequest}), and what answers those that every revision has ({@link dev.gatehouse.mcp.Methods}).
 *
 * <p>What answers a request knows no wire: it takes the request and a {@link dev.gatehouse.mcp.McpCall} and gives an
 * {@link dev.gatehouse.mcp.McpResult}. What differs between revisions (headers, status codes, result fields) lives in one package per
 * era: {@code mcp.modern}, and everything that 2026-07-28 removed in {@code mcp.legacy}.
 *
 * <p>Layer 6: imports {@code tenant}, {@code feature}, {@code auth}, {@code rpc} and below. It knows no HTTP server and no Redis.
 */
@NullMarked
package dev.gatehouse.mcp;

import org.jspecify.annotations.NullMarked;
