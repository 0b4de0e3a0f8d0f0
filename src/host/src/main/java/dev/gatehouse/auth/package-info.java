/**
 * Who calls, and what they may do: key format, key records, principals, permission patterns, rates, and the ports behind which
 * the store of keys and the limiter live.
 *
 * <p>Floor 2: imports {@code config} (floor 1) and Vert.x's auth types. It knows neither HTTP nor Redis nor MCP.
 */
@NullMarked
package dev.gatehouse.auth;

import org.jspecify.annotations.NullMarked;
