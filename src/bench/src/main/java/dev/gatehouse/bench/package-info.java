/**
 * What a call costs: the built host against a bare Vert.x server with a fixed answer, side by side in one run. Every figure is a ratio
 * to that; times of another machine, or another hour, mean nothing.
 */
package dev.gatehouse.bench;
