/**
 * JSON-RPC 2.0 as data, and the one place where bytes become JSON and JSON becomes bytes.
 *
 * <p>Layer 0: imports no other package. There is no MCP word in it.
 */
@NullMarked
package dev.gatehouse.rpc;

import org.jspecify.annotations.NullMarked;
