/**
 * The parts of the protocol that 2026-07-28 removed: the handshake, sessions, batches, and the protocol of 2024-11-05 to 2025-11-25.
 *
 * <p>The package of the current revision does not import from here.
 */
@NullMarked
package dev.gatehouse.mcp.legacy;

import org.jspecify.annotations.NullMarked;
