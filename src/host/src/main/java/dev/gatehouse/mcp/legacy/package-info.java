/**
 * What 2026-07-28 removed: the handshake, sessions, batches, and the wires of 2024-11-05 to 2025-11-25.
 *
 * <p>Part of floor 5; the current protocol's package reads clean without it, and nothing there imports from here.
 */
@NullMarked
package dev.gatehouse.mcp.legacy;

import org.jspecify.annotations.NullMarked;
