/**
 * The wire of 2026-07-28: stateless, so every request carries its version and capabilities, and headers mirror the body.
 */
@NullMarked
package dev.gatehouse.mcp.modern;

import org.jspecify.annotations.NullMarked;
