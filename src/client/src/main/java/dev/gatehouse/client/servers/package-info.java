/**
 * MCP servers as this client sees them: an address and a key, a connection by whichever transport the server speaks, its tools, and what
 * became of a call, in words. Knows no model and no terminal.
 */
@NullMarked
package dev.gatehouse.client.servers;

import org.jspecify.annotations.NullMarked;
